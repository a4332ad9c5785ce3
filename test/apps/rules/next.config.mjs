export default {
  async headers() {
    return [{ source: '/api/:path*', headers: [{ key: 'X-Config', value: 'set' }] }]
  },
  async redirects() {
    return [
      { source: '/old/:id', destination: '/api/users/:id', permanent: true },
      { source: '/away', destination: 'https://example.com/there', permanent: false },
    ]
  },
  async rewrites() {
    return {
      beforeFiles: [{ source: '/api/stolen', destination: '/api/show?from=before' }],
      afterFiles: [{ source: '/people/:name', destination: '/api/users/:name?via=after' }],
      fallback: [{ source: '/api/:rest*', destination: '/api/show' }],
    }
  },
}
