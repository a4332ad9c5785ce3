import assert from 'node:assert/strict'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { keepMembersApart, toServerObjects } from '../../src/http/express-chain.ts'
import { shieldFromExpress } from '../../src/http/express-shield.ts'
import { allowCoding, RehostRequest, RehostResponse } from '../../src/http/node-objects.ts'
import { throughDoor, type Handler } from './door.ts'
import { createNodeServer, send, withServer, type Listener, type NodeServer, type Received, type Sent } from './wire.ts'

/** What Express gives to requests and responses, its getters and methods included. */
const REQUEST_MEMBERS =
  'app baseUrl next originalUrl params res route ip ips protocol secure hostname host path subdomains fresh stale xhr get header accepts acceptsEncodings acceptsCharsets acceptsLanguages range is'.split(
    ' ',
  )
const RESPONSE_MEMBERS =
  'app locals get header set type contentType sendStatus sendFile download attachment format cookie clearCookie vary links jsonp render location append'.split(
    ' ',
  )

const shielded =
  (listener: Listener): RequestHandler =>
  (req, res) =>
    void listener(...shieldFromExpress(req, res))

/** An app with middleware in front of a handler that is called through the Node door. */
function appWith(handler: Handler, ...middleware: RequestHandler[]): Express {
  const app = express()
  for (const one of middleware) app.use(one)
  app.use('/v1', shielded(throughDoor(handler)))
  return app
}

type Plain = (req: IncomingMessage, res: ServerResponse) => void

// Rehost's objects, plain Node's, both again when the app keeps its members apart, and objects that are the app's own.
const SERVERS: ((app: Express, listener: Plain) => http.Server | NodeServer)[] = [
  (_app, listener) => createNodeServer(listener),
  (_app, listener) => http.createServer(listener),
  (app, listener) => {
    keepMembersApart(app)
    return createNodeServer(listener)
  },
  (_app, listener) => http.createServer(listener),
  (app, listener) => http.createServer({ ...toServerObjects(app) }, listener),
]

/** Runs a request through an app, on each kind of server. */
async function ask(app: Express, request: Sent = {}): Promise<Received[]> {
  const answers: Received[] = []
  for (const create of SERVERS) {
    const server = create(app, app as Plain)
    answers.push(await withServer(server, (port) => send(port, { path: '/v1/x', ...request })))
  }
  return answers
}

test('a handler finds no member of Express, neither its value nor its name', async () => {
  const handler: Handler = (req, res) => {
    for (const name of REQUEST_MEMBERS) {
      assert.equal(name in req, false, `req.${name}`)
      assert.equal(Reflect.get(req, name), undefined)
    }
    for (const name of RESPONSE_MEMBERS) {
      assert.equal(name in res, false, `res.${name}`)
      assert.equal(Reflect.get(res, name), undefined)
    }
    assert.equal(res.req, req)
    res.json('unseen')
  }
  for (const { body } of await ask(appWith(handler))) assert.equal(body.toString(), '"unseen"')
})

test('what middleware left on the objects stays', async () => {
  const leave: RequestHandler = (req, res, next) => {
    Object.assign(req, { user: 'ada', locals: 'kept' })
    res.setHeader('X-Before', '1')
    next()
  }
  const handler: Handler = (req, res) => res.json([Reflect.get(req, 'user'), res.getHeader('X-Before')])
  for (const { body } of await ask(appWith(handler, leave))) assert.equal(body.toString(), '["ada","1"]')
})

/** Notes what a logger reads from both objects once the answer is complete. */
function watch(seen: unknown[]): RequestHandler {
  return (req, res, next) => {
    const note = (): void => {
      seen.push([req.originalUrl, req.baseUrl, req.method, req.protocol, req.ip !== undefined, req.get('x-a')])
      seen.push([res.locals['mine'], res.get('x-b'), res.app === req.app, req.res === res, res.statusCode])
    }
    res.locals['mine'] = 'kept'
    res.once('finish', note)
    next()
  }
}

test('a logger that looks after the answer sees Express as before', async () => {
  const seen: unknown[] = []
  const handler: Handler = (_req, res) => {
    res.setHeader('X-B', '2')
    res.status(201).json('made')
  }
  await ask(appWith(handler, watch(seen)), { headers: { 'x-a': '1' } })
  const expected = [
    ['/v1/x', '/v1', 'GET', 'http', true, '1'],
    ['kept', '2', true, true, 201],
  ]
  assert.deepEqual(
    seen,
    SERVERS.flatMap(() => expected),
  )
})

test('a logger that looks when the client has left sees Express as well', async () => {
  const seen: unknown[] = []
  const logger: RequestHandler = (req, res, next) => {
    res.once('close', () => seen.push(req.originalUrl, req.app === res.app, res.get('x-b')))
    next()
  }
  let arrived = (): void => {}
  const ready = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const app = appWith(() => arrived(), logger)
  await withServer(http.createServer(app), async (port) => {
    const req = http.get({ port, host: '127.0.0.1', path: '/v1/x', agent: false })
    const left = new Promise((resolve) => {
      req.once('error', resolve)
    })
    await ready
    req.destroy()
    await left
    for (let turn = 0; turn < 100 && seen.length === 0; turn++) {
      await new Promise((resolve) => {
        setTimeout(resolve, 10)
      })
    }
  })
  assert.deepEqual(seen, ['/v1/x', true, undefined])
})

test('answering twice is as harmless behind Express as without it', async () => {
  const handler: Handler = (_req, res) => {
    res.json(1)
    res.setHeader('X-Late', '1')
    res.json(2)
    res.end('3')
  }
  for (const { status, body } of await ask(appWith(handler))) {
    assert.deepEqual([status, body.toString()], [200, '1'])
  }
})

const LONG = 'x'.repeat(3000)

let wrapped = 0

// As express-session does it: the object's own `end`, which goes on to the one it found.
const wrapEnd: RequestHandler = (_req, res, next) => {
  const { end } = res
  res.end = function wrapper(this: Response, ...values: unknown[]) {
    wrapped += 1
    return Reflect.apply(end, this, values)
  } as typeof res.end
  next()
}

// As on-headers does it, for loggers, sessions and the like.
const wrapHead: RequestHandler = (_req, res, next) => {
  const { writeHead } = res
  res.writeHead = function wrapper(this: Response, ...values: unknown[]) {
    wrapped += 1
    return Reflect.apply(writeHead, this, values)
  } as typeof res.writeHead
  next()
}

const WRITERS: { what: string; handler: Handler; text: string }[] = [
  { what: 'json', handler: (_req, res) => res.json(LONG), text: `"${LONG}"` },
  {
    what: 'write and end',
    handler: (_req, res) => {
      res.setHeader('Content-Type', 'text/plain')
      res.write('first ')
      res.end(LONG)
    },
    text: `first ${LONG}`,
  },
]

for (const [wrapper, wrap] of Object.entries({ end: wrapEnd, writeHead: wrapHead })) {
  for (const { what, handler, text } of WRITERS) {
    test(`the answer of ${what} is whole when middleware wrapped ${wrapper}`, async () => {
      wrapped = 0
      const answers = await ask(appWith(handler, wrap), { headers: { 'accept-encoding': 'gzip' } })
      assert.equal(wrapped, answers.length)
      for (const { headers, body } of answers) {
        assert.equal((headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString(), text)
      }
    })
  }
}

test('a flush that middleware put on the response is not replaced', async () => {
  let flushed = 0
  const compressor: RequestHandler = (_req, res, next) => {
    const { end } = res
    res.end = ((...values: unknown[]) => Reflect.apply(end, res, values)) as typeof res.end
    Object.assign(res, { flush: () => (flushed += 1) })
    next()
  }
  const handler: Handler = (_req, res) => {
    res.flush?.()
    res.end()
  }
  await ask(appWith(handler, compressor))
  assert.equal(flushed, SERVERS.length)
})

test('objects of rehost’s own server are left as they are', () => {
  const req = Object.create(RehostRequest.prototype) as RehostRequest
  const res = Object.create(RehostResponse.prototype) as RehostResponse
  assert.deepEqual(shieldFromExpress(req, res), [req, res])
  allowCoding(res)
})

test('an app behind keeps its own view of a request', async () => {
  const handler: Handler = (_req, res) => res.json('x')
  const app = express()
  app.use('/v1', shielded(throughDoor(handler)))
  app.use((req: Request, res: Response) => void res.json([req.originalUrl, req.path]))
  for (const { body } of await ask(app, { path: '/other?a=1' })) {
    assert.equal(body.toString(), '["/other?a=1","/other"]')
  }
})

test('an app that another one calls as a function finds what that one has set', async () => {
  const inner = express()
  inner.get('/v1/x', (req, res) => {
    res.send({ url: req.originalUrl, base: req.baseUrl, own: req.res === res, user: res.locals['user'] })
  })
  const app = express()
  app.use((_req, res, next) => {
    res.locals['user'] = 'ada'
    next()
  })
  app.use((req, res, next) => inner(req, res, next))
  for (const { status, body } of await ask(app)) {
    assert.deepEqual([status, JSON.parse(body.toString())], [200, { url: '/v1/x', base: '', own: true, user: 'ada' }])
  }
})
