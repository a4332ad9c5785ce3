// Loopback stand-ins for everything the libraries would talk to on the internet.
//   4210 OIDC provider   4211 SMTP   4212 HTTP (openai, telegram, inngest, supabase, stripe, s3, ...)   4213 Redis (RESP)
import http from 'node:http'
import net from 'node:net'
import { createHash } from 'node:crypto'
import { OAuth2Server } from 'oauth2-mock-server'
import { SMTPServer } from 'smtp-server'
import { simpleParser } from 'mailparser'
import { SignJWT } from 'jose'

export const PORTS = { oidc: 4210, smtp: 4211, http: 4212, redis: 4213 }

const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
const readBody = async (req) => {
  const chunks = []
  for await (const c of req) chunks.push(c)
  return Buffer.concat(chunks)
}

export async function startMocks() {
  const stops = []
  const state = { mails: [], http: [], redis: new Map() }

  // ---- OIDC
  const oidc = new OAuth2Server()
  await oidc.issuer.keys.generate('RS256')
  await oidc.start(PORTS.oidc, '127.0.0.1')
  oidc.issuer.url = `http://127.0.0.1:${PORTS.oidc}`
  oidc.service.on('beforeUserinfo', (r) => {
    r.body = { sub: 'johndoe', name: 'John Doe', email: 'john@example.com' }
  })
  oidc.service.on('beforeTokenSigning', (token) => {
    Object.assign(token.payload, { name: 'John Doe', email: 'john@example.com' })
  })
  stops.push(() => oidc.stop())

  // ---- SMTP
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _s, cb) => cb(null, { user: auth.username }),
    onRcptTo: (addr, _s, cb) =>
      addr.address.startsWith('bounce') ? cb(Object.assign(new Error('no such user'), { responseCode: 550 })) : cb(),
    onData(stream, session, cb) {
      simpleParser(stream).then((mail) => {
        state.mails.push({ mail, auth: session.user, rcpt: session.envelope.rcptTo.map((r) => r.address) })
        cb()
      }, cb)
    },
  })
  await new Promise((r) => smtp.listen(PORTS.smtp, '127.0.0.1', r))
  stops.push(() => new Promise((r) => smtp.close(r)))

  // ---- HTTP
  const s3 = new Map()
  const supaSecret = new TextEncoder().encode('supabase-secret')
  const supaUser = {
    id: '11111111-1111-4111-8111-111111111111',
    aud: 'authenticated',
    role: 'authenticated',
    email: 'eco@example.com',
    app_metadata: {},
    user_metadata: {},
    created_at: '2024-01-01T00:00:00Z',
  }
  const server = http.createServer(async (req, res) => {
    const url = new URL(req.url, 'http://mock')
    const body = await readBody(req)
    const entry = {
      method: req.method,
      path: url.pathname,
      search: url.search,
      headers: req.headers,
      body: body.toString('utf8'),
    }
    state.http.push(entry)
    const json = (status, obj, headers = {}) => {
      res.writeHead(status, { 'content-type': 'application/json', ...headers })
      res.end(JSON.stringify(obj))
    }
    const p = url.pathname
    if (p === '/echo' || p.startsWith('/echo/')) {
      res.setHeader('x-upstream', 'mock')
      res.setHeader('set-cookie', ['up=1; Path=/', 'up2=2; Path=/'])
      return json(req.method === 'POST' ? 201 : 200, {
        method: req.method,
        path: p + url.search,
        contentType: req.headers['content-type'] ?? null,
        cookie: req.headers.cookie ?? null,
        xff: req.headers['x-forwarded-for'] ? 'set' : null,
        length: body.length,
        sha256: createHash('sha256').update(body).digest('hex').slice(0, 16),
        body: body.length < 200 ? body.toString('utf8') : undefined,
      })
    }
    if (p === '/slow') {
      res.writeHead(200, { 'content-type': 'text/plain' })
      for (let i = 0; i < 3; i++) {
        res.write(`part${i};`)
        await sleep(80)
      }
      return res.end()
    }
    if (p === '/teapot') return json(418, { teapot: true })
    if (p === '/redirect') return res.writeHead(302, { location: '/elsewhere' }).end()
    if (p === '/openai/v1/chat/completions') {
      const { stream, messages } = JSON.parse(body)
      const base = { id: 'chatcmpl-1', created: 1700000000, model: 'gpt-mock' }
      const last = messages[messages.length - 1].content
      if (!stream)
        return json(200, {
          ...base,
          object: 'chat.completion',
          choices: [{ index: 0, message: { role: 'assistant', content: `re: ${last}` }, finish_reason: 'stop' }],
        })
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const word of ['re', ': ', last, '!']) {
        res.write(
          `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: word }, finish_reason: null }] })}\n\n`,
        )
        await sleep(60)
      }
      return res.end('data: [DONE]\n\n')
    }
    if (p.startsWith('/telegram/')) {
      const b = JSON.parse(body || '{}')
      return json(200, {
        ok: true,
        result: { message_id: 1, date: 1700000000, chat: { id: b.chat_id, type: 'private' }, text: b.text },
      })
    }
    if (p.endsWith('/fn/register')) return json(200, { ok: true, modified: true })
    if (p.startsWith('/inngest/e/') || p.startsWith('/e/'))
      return json(200, { ids: JSON.parse(body).map((_, i) => `evt-${i}`), status: 200 })
    if (p === '/supabase/auth/v1/token') {
      const { password } = JSON.parse(body)
      if (password !== 'secret')
        return json(400, {
          code: 'invalid_credentials',
          error_code: 'invalid_credentials',
          msg: 'Invalid login credentials',
        })
      const now = Math.floor(Date.now() / 1000)
      const token = await new SignJWT({ email: supaUser.email, role: 'authenticated', session_id: 's1' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(supaUser.id)
        .setAudience('authenticated')
        .setIssuedAt(now)
        .setExpirationTime(now + 3600)
        .sign(supaSecret)
      return json(200, {
        access_token: token,
        token_type: 'bearer',
        expires_in: 3600,
        expires_at: now + 3600,
        refresh_token: 'refresh-1',
        user: supaUser,
      })
    }
    if (p === '/supabase/auth/v1/user')
      return req.headers.authorization?.startsWith('Bearer eyJ') ? json(200, supaUser) : json(401, { msg: 'no token' })
    if (p === '/supabase/auth/v1/logout') return res.writeHead(204).end()
    if (p === '/supabase/rest/v1/todos')
      return json(200, req.headers.authorization?.startsWith('Bearer eyJ') ? [{ id: 1, title: 'rls todo' }] : [])
    if (p === '/v1/customers/cus_123') return json(200, { id: 'cus_123', object: 'customer' })
    if (p === '/uploadthing/route-metadata') return json(200, { ok: true })
    if (p.startsWith('/s3/')) {
      if (req.method === 'PUT') {
        let data = body
        // aws-chunked bodies: "<hex>;chunk-signature=..\r\n<data>\r\n0..."
        if (
          String(req.headers['content-encoding'] ?? '').includes('aws-chunked') ||
          String(req.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING')
        ) {
          const s = body.toString('latin1')
          const m = /^([0-9a-f]+)(?:;[^\r]*)?\r\n/.exec(s)
          data = body.subarray(m[0].length, m[0].length + parseInt(m[1], 16))
        }
        s3.set(p, data)
        return res.writeHead(200, { etag: '"mock"' }).end()
      }
      if (!s3.has(p)) return res.writeHead(404).end()
      return res.writeHead(200, { 'content-type': 'text/plain', 'content-length': s3.get(p).length }).end(s3.get(p))
    }
    json(404, { mock: 'no such path', path: p })
  })
  await new Promise((r) => server.listen(PORTS.http, '127.0.0.1', r))
  stops.push(() => {
    server.closeAllConnections()
    return new Promise((r) => server.close(r))
  })

  // ---- Redis (RESP2, just enough for ioredis)
  const sockets = new Set()
  const redis = net.createServer((sock) => {
    sockets.add(sock)
    sock.on('close', () => sockets.delete(sock))
    sock.on('error', () => {})
    let buf = ''
    const bulk = (s) => (s == null ? '$-1\r\n' : `$${Buffer.byteLength(s)}\r\n${s}\r\n`)
    const exec = ([cmd, ...a]) => {
      switch (cmd.toUpperCase()) {
        case 'PING':
          return '+PONG\r\n'
        case 'INFO':
          return bulk('redis_version:7.0.0\r\nloading:0\r\n')
        case 'INCR': {
          const v = Number(state.redis.get(a[0]) ?? 0) + 1
          state.redis.set(a[0], String(v))
          return `:${v}\r\n`
        }
        case 'GET':
          return bulk(state.redis.get(a[0]))
        case 'SET':
          state.redis.set(a[0], a[1])
          return '+OK\r\n'
        case 'DEL':
          return `:${a.filter((k) => state.redis.delete(k)).length}\r\n`
        case 'HELLO':
          return a[0] === '3'
            ? `%3\r\n${bulk('server')}${bulk('redis')}${bulk('version')}${bulk('7.0.0')}${bulk('proto')}:3\r\n`
            : '-NOPROTO unsupported\r\n'
        default:
          return '+OK\r\n'
      }
    }
    sock.on('data', (d) => {
      buf += d.toString('utf8')
      for (;;) {
        const head = /^\*(\d+)\r\n/.exec(buf)
        if (!head) return
        let pos = head[0].length
        const args = []
        for (let i = 0; i < Number(head[1]); i++) {
          const m = /^\$(\d+)\r\n/.exec(buf.slice(pos))
          if (!m || buf.length < pos + m[0].length + Number(m[1]) + 2) return
          args.push(buf.substr(pos + m[0].length, Number(m[1])))
          pos += m[0].length + Number(m[1]) + 2
        }
        buf = buf.slice(pos)
        sock.write(exec(args))
      }
    })
  })
  await new Promise((r) => redis.listen(PORTS.redis, '127.0.0.1', r))
  stops.push(() => {
    for (const s of sockets) s.destroy()
    return new Promise((r) => redis.close(r))
  })

  return {
    state,
    stop: async () => {
      for (const s of stops) await Promise.race([s(), sleep(1000)])
    },
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await startMocks()
  console.log('mocks up', PORTS)
}
