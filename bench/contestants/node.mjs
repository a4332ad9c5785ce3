// node:http doing exactly the work that rehost does for a client: the same routes, headers, ETag, length, limits, query
// and cookies, written by hand for these routes and no others. The limit of what a framework on Node can reach.
import { createServer } from 'node:http'
import { parse } from 'node:querystring'
import { EVENTS, ROWS } from '../app/lib/data.js'
import { toETag } from './etag.mjs'
import { EXTRA } from './extra-routes.mjs'
import { Order } from './order.mjs'

const MAX_BYTES = 1_048_576

function json(req, res, status, value) {
  const body = JSON.stringify(value)
  const etag = toETag(body)
  res.statusCode = status
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.setHeader('ETag', etag)
  res.setHeader('Vary', 'Accept-Encoding')
  if (req.headers['if-none-match'] === etag) {
    res.statusCode = 304
    res.end()
    return
  }
  res.setHeader('Content-Length', Buffer.byteLength(body))
  res.end(body)
}

function readJson(req, res, use) {
  const chunks = []
  let bytes = 0
  req.on('data', (chunk) => {
    bytes += chunk.length
    if (bytes <= MAX_BYTES) chunks.push(chunk)
  })
  req.on('end', () => {
    if (bytes > MAX_BYTES) return json(req, res, 413, { message: 'Body exceeded 1mb limit' })
    let value
    try {
      value = JSON.parse(Buffer.concat(chunks).toString())
    } catch {
      return json(req, res, 400, { message: 'Invalid JSON' })
    }
    use(value)
  })
}

function readCookies(header) {
  const cookies = {}
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0) cookies[pair.slice(0, at).trim()] ??= decodeURIComponent(pair.slice(at + 1).trim())
  }
  return cookies
}

const fixed = new Map([
  ['/api/hello', (req, res) => json(req, res, 200, { message: 'Hello, API Route!' })],
  ['/api/list', (req, res) => json(req, res, 200, ROWS)],
  [
    '/api/search',
    (req, res, search) => {
      const { q, page } = parse(search)
      json(req, res, 200, { q, page: Number(page), theme: readCookies(req.headers.cookie).theme })
    },
  ],
  [
    '/api/methods',
    (req, res) => {
      if (req.method === 'GET') return json(req, res, 200, { message: 'GET request received!' })
      res.setHeader('Allow', 'GET')
      json(req, res, 405, { message: 'Method Not Allowed' })
    },
  ],
  [
    '/api/echo',
    (req, res) => readJson(req, res, ({ rows }) => json(req, res, 200, { rows: rows.length, first: rows[0].name })),
  ],
  [
    '/api/orders',
    (req, res) =>
      readJson(req, res, (value) => {
        if (!Order.safeParse(value).success) return json(req, res, 422, { message: 'Unprocessable' })
        json(req, res, 201, { lines: value.lines.length })
      }),
  ],
  [
    '/api/stream',
    (req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
      for (const event of EVENTS) res.write(event)
      res.end()
    },
  ],
])

const sendId = (req, res, _search, id) => json(req, res, 200, { message: `Received ID: ${decodeURIComponent(id)}` })
const byId = new Map([['/api/users', sendId], ...EXTRA.map((path) => [path, sendId])])

const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
  const mark = req.url.indexOf('?')
  const path = mark < 0 ? req.url : req.url.slice(0, mark)
  const search = mark < 0 ? '' : req.url.slice(mark + 1)
  const answer = fixed.get(path)
  if (answer !== undefined) return answer(req, res, search)
  const slash = path.lastIndexOf('/')
  const answerId = byId.get(path.slice(0, slash))
  if (answerId !== undefined && slash + 1 < path.length) return answerId(req, res, search, path.slice(slash + 1))
  json(req, res, 404, { message: 'Not Found' })
})

server.listen(Number(process.env.PORT), '127.0.0.1')
