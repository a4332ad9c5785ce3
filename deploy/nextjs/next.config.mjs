/**
 * The Next.js side: pages stay with Next.js, `/api` goes to rehost. Delete or keep `pages/api` in the front end: rewrites in
 * `beforeFiles` are asked first, so its files are not reached.
 */
const api = process.env.API_URL ?? 'http://127.0.0.1:3000'

/** @type {import('next').NextConfig} */
export default {
  async rewrites() {
    return { beforeFiles: [{ source: '/api/:path*', destination: `${api}/api/:path*` }] }
  },
}
