import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { removeProjects } from '../module/temp-project.ts'
import * as framing from './framing-rows.ts'
import * as headers from './header-rows.ts'
import { get } from './protocol-row.ts'
import * as line from './request-line-rows.ts'
import { exchange, parseAnswers, serveFiles, type Served } from './serve.ts'

const ECHO = `export default (req, res) => {
  const { method, url, query, cookies, body } = req
  res.json({ method, url, host: req.headers.host ?? null, query, cookies, body, polluted: {}.polluted ?? null })
}`

const FILES = {
  'pages/api/echo.js': ECHO,
  'pages/api/[id].js': 'export default (req, res) => res.json({ id: req.query.id })',
  'pages/api/stream.js': 'export default (req, res) => { res.write("one"); res.end("two") }',
  'pages/api/slow.js': 'export default (req, res) => void setTimeout(() => res.json({ url: req.url }), 30)',
  'pages/api/header.js': 'export default (req, res) => { res.setHeader("X-A", req.query.value); res.end() }',
  'pages/api/redirect.js': 'export default (req, res) => void res.redirect(req.query.to)',
  'pages/api/headers.js': 'export default (req, res) => res.json(req.headers)',
  'public/files/a.txt': 'public text',
}

let served: Served
before(async () => {
  served = await serveFiles(FILES)
})
after(async () => {
  await served.stop()
  removeProjects()
})

const GROUPS = {
  Host: line.HOST_ROWS,
  methods: line.METHOD_ROWS,
  targets: line.TARGET_ROWS,
  versions: line.VERSION_ROWS,
  headers: headers.HEADER_ROWS,
  framing: framing.FRAMING_ROWS,
  chunks: framing.CHUNK_ROWS,
  Expect: framing.EXPECT_ROWS,
  connections: framing.CONNECTION_ROWS,
  contents: headers.CONTENT_ROWS,
}

for (const [name, group] of Object.entries(GROUPS)) {
  describe(name, () => {
    for (const { title, why, send, answers, matches, lacks } of group) {
      test(title, async () => {
        const text = await exchange(served.port, send)
        assert.deepEqual(
          parseAnswers(text).map(({ status }) => status),
          answers,
          why,
        )
        if (matches) assert.match(text, matches, why)
        if (lacks) assert.doesNotMatch(text, lacks, why)
      })
    }
  })
}

test('a compressed body is not inflated, so that it cannot be a bomb', async () => {
  const bomb = gzipSync(`"${'a'.repeat(5_000_000)}"`)
  const head =
    'POST /api/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n' +
    `Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`
  const [answer] = parseAnswers(await exchange(served.port, head + bomb.toString('latin1')))
  assert.equal(answer?.status, 400)
  assert.match(answer.body, /Invalid JSON/)
})

test('headers that Next.js keeps for itself do not reach the handler', async () => {
  const internal = [
    'x-middleware-rewrite',
    'x-middleware-next',
    'x-middleware-set-cookie',
    'x-matched-path',
    'x-now-route-matches',
    'x-nextjs-data',
    'next-resume',
  ]
  const sent = internal.map((name) => `${name}: 1\r\n`).join('')
  const [answer] = parseAnswers(await exchange(served.port, get('/api/headers', sent)))
  const seen = Object.keys(JSON.parse(answer?.body ?? '{}'))
  assert.deepEqual(
    seen.filter((name) => internal.includes(name)),
    [],
  )
})

const SPOOFED = 'X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.test\r\n'

test('forwarded headers of a client are replaced by what its connection says', async () => {
  const [answer] = parseAnswers(await exchange(served.port, get('/api/headers', SPOOFED)))
  const seen = JSON.parse(answer?.body ?? '{}')
  assert.deepEqual(
    [seen['x-forwarded-for'], seen['x-forwarded-proto'], seen['x-forwarded-host']],
    ['127.0.0.1', 'http', 'api.test'],
  )
})

test('forwarded headers of a proxy that the config names are believed', async () => {
  const behind = await serveFiles(FILES, { trustProxy: ['127.0.0.0/8'] })
  const [answer] = parseAnswers(await exchange(behind.port, get('/api/headers', SPOOFED)))
  await behind.stop()
  const seen = JSON.parse(answer?.body ?? '{}')
  assert.deepEqual(
    [seen['x-forwarded-for'], seen['x-forwarded-proto'], seen['x-forwarded-host']],
    ['6.6.6.6', 'https', 'evil.test'],
  )
})
