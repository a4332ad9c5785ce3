import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { forwardRequest, type ForwardOptions } from '../../src/http/forward.ts'

const servers: Server[] = []
after(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

interface Given {
  readonly upstream: RequestListener
  readonly options?: ForwardOptions
  /** What stands between client and forwarding: a proxy file, say. */
  readonly before?: (req: IncomingMessage) => void
}

/** A server that forwards all it gets, path and all. @returns Its port and the upstream's. */
async function forwarding({ upstream, options = {}, before }: Given): Promise<{ port: number; to: number }> {
  const to = await listen(upstream)
  const port = await listen((req, res) => {
    before?.(req)
    void forwardRequest(req, res, new URL(`http://127.0.0.1:${to}${req.url}`), options)
  })
  return { port, to }
}

const echo: RequestListener = (req, res) => {
  void text(req).then((body) => {
    res.setHeader('x-upstream', '1')
    res.setHeader('set-cookie', ['up=1', 'up2=2'])
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers, body }))
  })
}

/** Sends bytes and reads until the other side closes. */
async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

/** An answer without head and without chunk framing, for short bodies. */
function toBody(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4).replace(/^[0-9a-f]+\r\n|\r\n(?=0?\r?\n?)0\r\n\r\n$/g, '')
}

test('hands on method, path, query, headers and cookies, with X-Forwarded-Host alone', async () => {
  const { port, to } = await forwarding({ upstream: echo })
  const answer = await sendBytes(
    port,
    'GET /up/abc?u=1 HTTP/1.1\r\nHost: probe.test\r\nCookie: a=1\r\nTE: trailers\r\nConnection: close\r\n\r\n',
  )
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
  assert.match(answer, /x-upstream: 1\r\n/)
  assert.match(answer, /set-cookie: up=1\r\nset-cookie: up2=2\r\n/)
  assert.deepEqual(JSON.parse(toBody(answer)), {
    method: 'GET',
    url: '/up/abc?u=1',
    headers: { host: `127.0.0.1:${to}`, cookie: 'a=1', 'x-forwarded-host': 'probe.test', connection: 'close' },
    body: '',
  })
})

const withHopByHop: RequestListener = (req, res) => {
  res.writeHead(503, {
    connection: 'close, x-hop',
    'x-hop': '1',
    'keep-alive': 'timeout=99',
    'proxy-authenticate': 'Basic',
  })
  res.end(JSON.stringify(Object.keys(req.headers).sort()))
}

test('drops what concerns one connection, in both directions', async () => {
  const { port } = await forwarding({ upstream: withHopByHop })
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'proxy-authorization': 'x', 'x-kept': '1' } })
  assert.equal(response.status, 503)
  assert.equal(response.headers.get('connection'), 'keep-alive')
  for (const name of ['x-hop', 'proxy-authenticate']) assert.equal(response.headers.get(name), null, name)
  assert.notEqual(response.headers.get('keep-alive'), 'timeout=99')
  const seen: unknown = await response.json()
  assert.ok(Array.isArray(seen) && seen.includes('x-kept') && !seen.includes('proxy-authorization'))
})

test('lets a client withdraw its own headers, not those a proxy file put there', async () => {
  const { port } = await forwarding({
    upstream: echo,
    before: (req) => {
      req.headers['x-user'] = 'ann'
    },
  })
  const head = 'Host: h\r\nX-User: root\r\nX-Own: 1\r\nConnection: close, x-user, x-own\r\n\r\n'
  const { headers } = JSON.parse(toBody(await sendBytes(port, `GET / HTTP/1.1\r\n${head}`)))
  assert.equal(headers['x-user'], 'ann')
  assert.equal(headers['x-own'], undefined)
})

const fillForwarded = (req: IncomingMessage): void => {
  req.headers['x-forwarded-for'] ??= '127.0.0.1'
  req.headers['x-forwarded-proto'] = 'http'
}

test('passes X-Forwarded-* of a trusted proxy on, and those filled in only when asked', async () => {
  const rows = [
    ['host', {}, [undefined, undefined]],
    ['host', { 'x-forwarded-for': '1.2.3.4' }, ['1.2.3.4', undefined]],
    ['all', {}, ['127.0.0.1', 'http']],
  ] as const
  for (const [forwarded, headers, expected] of rows) {
    const { port } = await forwarding({ upstream: echo, before: fillForwarded, options: { forwarded } })
    const seen: { headers: Record<string, string> } = JSON.parse(
      await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text(),
    )
    assert.deepEqual([seen.headers['x-forwarded-for'], seen.headers['x-forwarded-proto']], expected)
  }
})

const dropFraming = (req: IncomingMessage): void => {
  delete req.headers['transfer-encoding']
  delete req.headers['content-length']
}

// CVE-2024-34350, CVE-2026-29057
test('ends a body where the client ended it, for every method and whatever happened to the headers', async () => {
  const smuggled = 'GET /admin HTTP/1.1\r\nHost: x\r\n\r\n'
  const framings = [
    ['Transfer-Encoding: chunked', `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`],
    [`Content-Length: ${smuggled.length}`, smuggled],
  ] as const
  const seen: string[] = []
  const upstream: RequestListener = (req, res) => {
    void text(req).then((body) => {
      seen.push(`${req.method} ${req.url} ${body === smuggled ? 'whole' : JSON.stringify(body)}`)
      res.end('ok')
    })
  }
  const expected: string[] = []
  for (const meddle of [undefined, dropFraming]) {
    const { port } = await forwarding({ upstream, ...(meddle && { before: meddle }) })
    for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PATCH']) {
      for (const [header, body] of framings) {
        await sendBytes(port, `${method} /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${header}\r\n\r\n${body}`)
        expected.push(`${method} /x whole`)
      }
    }
  }
  assert.deepEqual(seen, expected)
})

const answerAtOnce: RequestListener = (req, res) => {
  res.write('first;')
  req.on('data', (chunk) => res.write(chunk))
  req.on('end', () => res.end())
}

test('sends bodies and answers on as they come', async () => {
  const { port } = await forwarding({ upstream: answerAtOnce })
  const sent = request({ port, host: '127.0.0.1', method: 'POST' })
  sent.write('')
  sent.flushHeaders()
  const [answer] = await once(sent, 'response')
  assert.equal(String((await once(answer, 'data'))[0]), 'first;')
  sent.write('second;')
  assert.equal(String((await once(answer, 'data'))[0]), 'second;')
  sent.end()
  await once(answer.resume(), 'end')
})

test('answers a plain 500 when the other server resets, refuses or stays silent', async () => {
  const reset = await forwarding({ upstream: (req) => req.socket.destroy() })
  const silent = await forwarding({ upstream: () => undefined, options: { timeoutMs: 20 } })
  const refused = await listen((req, res) => {
    void forwardRequest(req, res, new URL('http://127.0.0.1:1/'))
  })
  for (const port of [reset.port, silent.port, refused]) {
    const response = await fetch(`http://127.0.0.1:${port}/`)
    assert.equal(response.status, 500)
    assert.equal(await response.text(), 'Internal Server Error')
  }
})

test('breaks the answer when the other server breaks off within it', async () => {
  const { port } = await forwarding({
    upstream: (_req, res) => {
      res.write('half')
      setImmediate(() => res.destroy())
    },
  })
  const response = await fetch(`http://127.0.0.1:${port}/`)
  await assert.rejects(() => response.text())
})

test('cancels the other server when the client leaves, before and within the answer', async () => {
  for (const started of [false, true]) {
    let left: ((value: unknown) => void) | undefined
    const gone = new Promise((resolve) => {
      left = resolve
    })
    const { port } = await forwarding({
      upstream: (_req, res) => {
        res.on('close', () => left?.(true))
        if (started) res.write('x')
        else client.destroy()
      },
    })
    const client = request({ port, host: '127.0.0.1' }).on('error', () => undefined)
    client.on('response', () => client.destroy())
    client.end()
    assert.equal(await gone, true)
  }
})

test('leaves the request as it was for whoever looks at it later', async () => {
  let later: unknown
  const to = await listen(echo)
  const port = await listen((req, res) => {
    res.on('finish', () => {
      later = { ...req.headers }
    })
    void forwardRequest(req, res, new URL(`http://127.0.0.1:${to}/`))
  })
  await sendBytes(port, 'GET / HTTP/1.1\r\nHost: h\r\nTE: trailers\r\nConnection: close\r\n\r\n')
  assert.deepEqual(later, { host: 'h', te: 'trailers', connection: 'close' })
})

test('keeps a connection that is to be closed from being promised again', async () => {
  const to = await listen(echo)
  const port = await listen((req, res) => {
    res.setHeader('Connection', 'close')
    void forwardRequest(req, res, new URL(`http://127.0.0.1:${to}/`))
  })
  const response = await fetch(`http://127.0.0.1:${port}/`)
  assert.equal(response.headers.get('connection'), 'close')
})

test('forwards over http and https only', async () => {
  const port = await listen((req, res) => {
    forwardRequest(req, res, new URL('file:///etc/passwd')).catch((error: Error) => res.end(error.message))
  })
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'file: cannot be forwarded to')
})
