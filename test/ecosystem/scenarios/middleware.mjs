import { gunzipSync } from 'node:zlib'
import { createHash, randomBytes } from 'node:crypto'
import { lib, spread, sleep } from '../harness.mjs'

const M = (pkg, router = 'pages') => ({ pkg, kind: 'middleware', router })

lib('next-connect (pages)', M('next-connect'), async (t) => {
  const s = t.session()
  const r = await s.get('/api/next-connect/users/42?verbose=1', { headers: { origin: 'https://example.com' } })
  t.eq(r.json, { id: '42', verbose: '1' }, 'req.query inside the router')
  t.eq(
    [r.headers['x-before'], r.headers['access-control-allow-origin'], r.headers['x-dns-prefetch-control']],
    ['yes', 'https://example.com', 'off'],
    'use() + expressWrapper(cors) + expressWrapper(helmet)',
  )
  t.eq((await s.req('PUT', '/api/next-connect/users/42', { json: { name: 'n' } })).json, { id: '42', name: 'n' }, 'put')
  const err = await s.req('PUT', '/api/next-connect/users/42', { json: { fail: 1 } })
  t.eq([err.status, err.text], [500, 'put failed'], 'onError')
  t.eq((await s.req('PATCH', '/api/next-connect/users/42')).status, 404, 'onNoMatch default')
  t.eq((await s.get('/api/next-connect/routes')).json, { root: true }, 'optional catch-all root, routing on req.url')
  t.eq(
    (await s.get('/api/next-connect/routes/x/y?z=1')).json,
    { params: { a: 'x', b: 'y' }, slug: ['x', 'y'] },
    'path params from req.url, slug from Next',
  )
  t.eq((await s.get('/api/next-connect/routes/only-one')).text, 'page is not found', 'onNoMatch')
})
lib('next-connect (app edge router)', M('next-connect', 'app'), async (t) => {
  const s = t.session()
  const r = await s.get('/api/app/next-connect/7?q=w')
  t.eq([r.json, r.headers['x-wrapped']], [{ id: '7', q: 'w' }, '1'], 'get through middleware')
  const p = await s.post('/api/app/next-connect/7', { json: { a: 1 } })
  t.eq([p.status, p.json], [201, { got: { a: 1 } }], 'post')
})
lib('next-api-middleware', M('next-api-middleware'), async (t) => {
  const s = t.session()
  const r = await s.get('/api/next-api-middleware')
  t.eq([r.json, r.headers['x-response-id']], [{ message: 'hi' }, 'fixed-id'], 'chain')
  await sleep(20)
  t.eq(
    (await s.get('/api/next-api-middleware?timings=1')).json,
    { timings: ['start'] },
    'timing of the running request',
  )
  await s.get('/api/next-api-middleware')
  const f = await s.get('/api/next-api-middleware?fail=1')
  t.eq([f.status, f.json], [500, { captured: 'nope' }], 'captureErrors')
})
lib('cors', M('cors'), async (t) => {
  const s = t.session()
  const a = await s.get('/api/cors', { headers: { origin: 'https://a.example' } })
  t.eq(
    [
      a.status,
      a.headers['access-control-allow-origin'],
      a.headers['access-control-allow-credentials'],
      /origin/i.test(a.headers.vary),
    ],
    [200, 'https://a.example', 'true', true],
    'allowed',
  )
  const b = await s.get('/api/cors', { headers: { origin: 'https://x.b.example' } })
  t.eq(b.headers['access-control-allow-origin'], 'https://x.b.example', 'regex')
  const no = await s.get('/api/cors', { headers: { origin: 'https://evil.example' } })
  t.eq([no.status, no.headers['access-control-allow-origin']], [200, undefined], 'not allowed')
  const pre = await s.req('OPTIONS', '/api/cors', {
    headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' },
  })
  t.eq(
    [pre.status, pre.headers['access-control-allow-methods'], pre.headers['content-length']],
    [204, 'POST,GET,HEAD', '0'],
    'preflight ended by cors itself',
  )
})
lib('nextjs-cors', M('nextjs-cors'), async (t) => {
  const s = t.session()
  const r = await s.get('/api/nextjs-cors', { headers: { origin: 'https://a.example' } })
  t.eq([r.json.message, r.headers['access-control-allow-origin']], ['Hello NextJs Cors!', '*'], 'get')
  const pre = await s.req('OPTIONS', '/api/nextjs-cors', {
    headers: { origin: 'https://a.example', 'access-control-request-method': 'PUT' },
  })
  t.eq([pre.status, pre.text], [200, ''], 'preflight 200')
})
lib('helmet', M('helmet'), async (t) => {
  const r = await t.session().get('/api/helmet')
  t.eq(r.json, { secured: true }, 'body')
  t.match(r.headers['content-security-policy'], /default-src 'self'/, 'csp')
  t.eq(
    [r.headers['x-frame-options'], r.headers['x-content-type-options'], r.headers['x-powered-by']],
    ['SAMEORIGIN', 'nosniff', undefined],
    'headers',
  )
})
lib('express-rate-limit', M('express-rate-limit'), async (t) => {
  const s = t.session()
  const h = { 'x-user-ip': `10.0.0.${t.uid}` }
  const seen = []
  for (let i = 0; i < 4; i++) seen.push(await s.get('/api/express-rate-limit', { headers: h }))
  t.eq(
    seen.map((r) => r.status),
    [200, 200, 200, 429],
    'limit',
  )
  t.eq(
    seen.map((r) => r.headers['x-ratelimit-remaining']),
    ['2', '1', '0', '0'],
    'remaining',
  )
  t.match(seen[0].headers['ratelimit'], /limit=3, remaining=2/, 'draft-7 header')
  t.match(seen[3].text, /Too many requests/, '429 is sent by the library (res.status().send())')
  t.ok(seen[3].headers['retry-after'], 'retry-after')
  // what Next puts on req
  t.match(seen[0].json.forwardedFor, /127\.0\.0\.1|::1|::ffff/, 'Next adds x-forwarded-for to req.headers')
})
lib('rate-limiter-flexible', M('rate-limiter-flexible', 'app'), async (t) => {
  const s = t.session()
  const h = { 'x-user-ip': `10.1.0.${t.uid}` }
  const a = []
  for (let i = 0; i < 3; i++) a.push(await s.get('/api/app/rate-limiter-flexible', { headers: h }))
  t.eq(
    a.map((r) => r.status),
    [200, 200, 429],
    'limit',
  )
  t.eq([a[0].headers['x-ratelimit-remaining'], a[2].headers['retry-after']], ['1', '60'], 'headers')
  const anon = await s.get('/api/app/rate-limiter-flexible')
  t.match(
    anon.json.ip ?? anon.json.error,
    /127\.0\.0\.1|::1|::ffff|Too Many/,
    'headers().get("x-forwarded-for") is filled by Next',
  )
})
lib('lru-cache rate limit example', M('lru-cache'), async (t) => {
  const s = t.session()
  const r = []
  for (let i = 0; i < 3; i++) r.push(await s.get(`/api/lru-rate-limit?user=${t.uid}`))
  t.eq(
    r.map((x) => [x.status, x.headers['x-ratelimit-remaining']]),
    [
      [200, '2'],
      [200, '1'],
      [429, '0'],
    ],
    'module state survives between requests',
  )
})
lib('micro', M('micro'), async (t) => {
  const s = t.session()
  const r = await s.post('/api/micro', { json: { name: 'eve' } })
  t.eq([r.status, r.json], [201, { hello: 'eve' }], 'json() + send()')
  const e = await s.post('/api/micro', { json: {} })
  t.eq([e.status, e.text], [422, 'name required'], 'createError/sendError')
  const inv = await s.post('/api/micro', { body: '{', headers: { 'content-type': 'application/json' } })
  t.eq([inv.status, inv.text], [400, 'Invalid JSON'], 'micro sees the raw body')
  const raw = Buffer.from([0, 1, 2, 250, 251, 252, 253, 254])
  t.eq(
    (await s.req('PUT', '/api/micro', { body: raw, headers: { 'content-type': 'application/octet-stream' } })).json,
    { bytes: 8, hex: '000102fafbfcfdfe' },
    'buffer()',
  )
  t.eq((await s.req('PUT', '/api/micro', { body: Buffer.alloc(1.5 * 1024 * 1024, 1) })).status, 413, 'micro limit')
})

// ------------------------------------------------------------------ proxies
async function proxy(t, p, { rewritesCookie = false } = {}) {
  t.maskMore([/"xff":"set"/g, '"xff":"set"'])
  const s = t.session()
  const g = await s.get(`${p}/echo/a/b?x=1&x=2&y=z`, { headers: { cookie: 'mine=1' } })
  t.eq([g.status, g.json.path], [200, '/echo/a/b?x=1&x=2&y=z'], 'path and query reach the upstream')
  // transcript only: Next re-serialises the query string of req.url (%20 -> +, b -> b=, repeated keys grouped)
  const odd = await s.get(`${p}/echo/a%20b?q=%20z&flag&x=1&y=2&x=3`, { headers: { cookie: 'mine=1' } })
  const got = new URL(odd.json.path, 'http://x')
  t.eq(
    [got.searchParams.get('q'), got.searchParams.getAll('x'), got.pathname],
    [' z', ['1', '3'], '/echo/a%20b'],
    'odd query survives in meaning',
  )
  t.eq(
    [g.headers['x-upstream'], g.setCookies],
    ['mock', ['up=1; Path=/', 'up2=2; Path=/']],
    'upstream headers come back, Set-Cookie twice',
  )
  t.eq(g.json.cookie, rewritesCookie ? '' : 'mine=1', 'cookie')
  const body = randomBytes(300_000)
  const sha = createHash('sha256').update(body).digest('hex').slice(0, 16)
  t.maskMore([new RegExp(sha, 'g'), '<sha>'])
  const big = await s.post(`${p}/echo`, { body, headers: { 'content-type': 'application/octet-stream' } })
  t.eq([big.status, big.json.length, big.json.sha256], [201, 300_000, sha], 'binary body is streamed through')
  t.eq((await s.req('PUT', `${p}/echo`, { json: { a: 1 } })).json.body, '{"a":1}', 'json body')
  t.eq((await s.get(`${p}/teapot`)).status, 418, 'status')
  t.eq((await s.get(`${p}/redirect`)).status, 302, 'redirect is passed on')
  const slow = await s.get(`${p}/slow`)
  t.eq(slow.text, 'part0;part1;part2;', 'chunked upstream')
  t.ok(spread(slow) > 100, `streamed (${spread(slow)} ms)`)
}
lib('http-proxy', M('http-proxy'), (t) => proxy(t, '/api/http-proxy', { rewritesCookie: true }))
lib('next-http-proxy-middleware', M('next-http-proxy-middleware'), async (t) => {
  await proxy(t, '/api/next-http-proxy-middleware')
  const s = t.session()
  t.eq(
    (await s.post('/api/next-http-proxy-parsed', { json: { parsed: true } })).json.body,
    '{"parsed":true}',
    'parsed req.body is re-serialised',
  )
})
lib('http-proxy-middleware', M('http-proxy-middleware'), (t) => proxy(t, '/api/http-proxy-middleware'))

// ------------------------------------------------------------------ response wrappers, loggers, whole frameworks
lib('compression', M('compression'), async (t) => {
  const s = t.session()
  const plain = await s.get('/api/compression')
  t.eq([plain.headers['content-encoding'], plain.json.text.length], [undefined, 2400], 'identity')
  const gz = await s.get('/api/compression', { headers: { 'accept-encoding': 'gzip' } })
  t.eq(gz.headers['content-encoding'], 'gzip', 'gzip')
  t.eq(JSON.parse(gunzipSync(gz.buf)).text.length, 2400, 'compressed once only')
  const st = await s.get('/api/compression?stream=1', { headers: { 'accept-encoding': 'gzip' } })
  t.eq(gunzipSync(st.buf).toString(), 'line 0\nline 1\nline 2\n', 'streamed gzip')
  t.ok(spread(st) > 40, `res.flush() works (${spread(st)} ms)`)
})
lib('morgan', M('morgan'), async (t) => {
  const s = t.session()
  await s.get('/api/morgan?lines=1', { record: false })
  await s.get('/api/morgan?a=1', { headers: { 'x-test': 'T' } })
  await sleep(20)
  const { length, 0: line } = (await s.get('/api/morgan?lines=1')).json
  t.eq(length, 1, 'one line')
  t.match(
    line,
    /^GET \/api\/morgan\?a=1 201 15 T (::1|127\.0\.0\.1|::ffff:127\.0\.0\.1)$/,
    'req.url, res.statusCode, res headers, remote address (on-finished/on-headers)',
  )
})
lib('pino-http', M('pino-http'), async (t) => {
  const s = t.session()
  await s.get('/api/pino-http?lines=1', { record: false })
  const r = await s.get('/api/pino-http?b=2')
  t.eq([r.status, r.json], [202, { id: 'req-1' }], 'req.id')
  await sleep(20)
  const lines = (await s.get('/api/pino-http?lines=1')).json
  t.eq(
    lines.map((l) => l.msg),
    ['something else', 'request completed'],
    'child logger + finish event',
  )
  t.eq(
    [lines[1].method, lines[1].url, lines[1].status, lines[1].remote],
    ['GET', '/api/pino-http?b=2', 202, 'string'],
    'serialized req/res',
  )
})
lib('express app in pages/api', M('express'), async (t) => {
  const p = '/api/express'
  const s = t.session()
  t.eq((await s.get(p)).text, 'express root', 'root')
  const r = await s.get(`${p}/users/5?tag=a&tag=b`)
  t.eq(
    [r.json.id, r.json.originalUrl, r.json.baseUrl],
    ['5', `${p}/users/5?tag=a&tag=b`, p],
    'req.url is the original URL',
  )
  t.eq(r.json.q.tag, ['a', 'b'], 'express 5 req.query getter')
  const post = await s.post(`${p}/json`, { json: { deep: { a: [1] } } })
  t.eq([post.status, post.json], [201, { body: { deep: { a: [1] } } }], 'express.json() reads the raw stream')
  const rd = await s.get(`${p}/redirect`)
  t.eq([rd.status, rd.location], [302, '/elsewhere'], 'res.redirect')
  const c = await s.get(`${p}/cookie`)
  t.eq([c.setCookies, c.text], [['ex=press; Path=/; HttpOnly'], 'host=string secure=false'], 'res.cookie, req.hostname')
  const e = await s.get(`${p}/error`)
  t.eq([e.status, e.json], [503, { expressError: 'express error' }], 'error middleware')
  t.eq((await s.get(`${p}/what/ever`)).json, { expressNotFound: `${p}/what/ever` }, '404 by express')
  t.eq((await s.get(`${p}/stream`)).text, 'ab', 'late end (externalResolver)')
})
lib('fastify app in pages/api', M('fastify'), async (t) => {
  const p = '/api/fastify'
  const s = t.session()
  t.eq((await s.get(`${p}/hello?name=n`)).json, { hello: 'n' }, 'query')
  const e = await s.post(`${p}/echo`, { json: { a: 1 } })
  t.eq([e.status, e.json], [201, { got: { a: 1 } }], 'body (raw stream)')
  t.eq((await s.get(`${p}/users/12`)).json, { id: 12 }, 'schema coercion')
  t.eq((await s.get(`${p}/users/abc`)).status, 400, 'schema error')
  t.eq((await s.get(`${p}/missing`)).json.statusCode, 404, 'fastify 404')
})
