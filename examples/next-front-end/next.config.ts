import type { NextConfig } from 'next'

const api = process.env['API_URL']

const config: NextConfig = {
  // Only the front end's container has API_URL; rehost reads this file too and sees no rule.
  rewrites: async () => ({
    beforeFiles: api ? [{ source: '/api/:path*', destination: `${api}/api/:path*` }] : [],
    afterFiles: [],
    fallback: [],
  }),
}

export default config
