import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http, { type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, inflateSync } from 'node:zlib'
import { throughDoor, type Handler, type HandlerResponse } from './door.ts'
import { answerOf, createNodeServer, withServer, type Received } from './wire.ts'

const GZIP = { 'accept-encoding': 'gzip' }
const LONG = 'x'.repeat(3000)

const gzipped = (handler: Handler): Promise<Received> => answerOf(throughDoor(handler), { headers: GZIP })

function plainText({ headers, body }: Received): string {
  const coding = headers['content-encoding']
  return (coding === 'gzip' ? gunzipSync(body) : coding === 'deflate' ? inflateSync(body) : body).toString()
}

interface Row {
  what: string
  handler: (res: HandlerResponse) => unknown
  accept?: string
  method?: string
  coding?: string
  vary?: string
  length?: number
  text?: string
}

const TEXT = { 'Content-Type': 'text/plain' }

const ROWS: Row[] = [
  { what: 'a long JSON answer', handler: (res) => res.json(LONG), coding: 'gzip', vary: 'Accept-Encoding', text: `"${LONG}"` }, // prettier-ignore
  { what: 'a long JSON answer', accept: 'deflate', handler: (res) => res.json(LONG), coding: 'deflate', vary: 'Accept-Encoding', text: `"${LONG}"` }, // prettier-ignore
  { what: 'a long JSON answer', accept: 'br', handler: (res) => res.json(LONG), vary: 'Accept-Encoding', length: 3002, text: `"${LONG}"` }, // prettier-ignore
  { what: 'a short JSON answer', handler: (res) => res.json('x'.repeat(1021)), vary: 'Accept-Encoding', length: 1023 },
  { what: 'JSON of 1024 bytes', handler: (res) => res.json('x'.repeat(1022)), coding: 'gzip', vary: 'Accept-Encoding' },
  { what: 'HEAD', method: 'HEAD', handler: (res) => res.json(LONG), vary: 'Accept-Encoding', length: 3002, text: '' },
  { what: 'a string without a type', handler: (res) => res.send(LONG), length: 3000, text: LONG },
  { what: 'bytes', handler: (res) => res.send(Buffer.alloc(3000)), length: 3000 },
  {
    what: 'an answer that must not be transformed',
    handler: (res) => res.setHeader('Cache-Control', 'no-transform') && res.json(LONG),
    length: 3002,
  },
  {
    what: 'an answer that is encoded already',
    handler: (res) => res.setHeader('Content-Encoding', 'x-own') && res.json(LONG),
    coding: 'x-own',
    vary: 'Accept-Encoding',
    length: 3002,
  },
  {
    what: 'an answer with a Vary of its own',
    handler: (res) => res.setHeader('Vary', 'Origin') && res.json('short'),
    vary: 'Origin, Accept-Encoding',
    length: 7,
  },
  { what: 'a short write', handler: (res) => res.writeHead(200, TEXT).end('short'), coding: 'gzip', vary: 'Accept-Encoding', text: 'short' }, // prettier-ignore
  {
    what: 'several writes',
    handler: (res) => {
      res.setHeader('Content-Type', 'text/plain')
      res.write('one ')
      res.write(Buffer.from('two '))
      res.write('dGhyZWU=', 'base64')
      res.end(' four', 'utf8')
    },
    coding: 'gzip',
    vary: 'Accept-Encoding',
    text: 'one two three four',
  },
  {
    what: 'a short end() alone',
    handler: (res) => res.setHeader('Content-Type', 'text/plain').end('short'),
    vary: 'Accept-Encoding',
    text: 'short',
  },
  { what: 'headers as a flat list', handler: (res) => res.writeHead(200, ['Content-Type', 'text/plain']).end(LONG), coding: 'gzip', vary: 'Accept-Encoding', text: LONG }, // prettier-ignore
  { what: '204 by writeHead', handler: (res) => res.writeHead(204, TEXT).end(), vary: 'Accept-Encoding', text: '' },
  { what: '304 by writeHead', handler: (res) => res.writeHead(304, TEXT).end(), vary: 'Accept-Encoding', text: '' },
]

for (const { what, handler, accept = 'gzip', method = 'GET', coding, vary, length, text } of ROWS) {
  test(`${what} to a client that accepts ${accept} goes out ${coding ?? 'as it is'}`, async () => {
    const request = { method, headers: { 'accept-encoding': accept } }
    const answer = await answerOf(
      throughDoor((_req, res) => void handler(res)),
      request,
    )
    assert.equal(answer.complete, true)
    assert.equal(answer.headers['content-encoding'], coding)
    assert.equal(answer.headers['vary'], vary)
    assert.equal(answer.headers['content-length'], length?.toString())
    if (text !== undefined) assert.equal(plainText(answer), text)
  })
}

test('keeps the ETag of an answer that it encodes', async () => {
  const [plain, encoded] = [await answerOf(throughDoor((_req, res) => res.json(LONG))), await gzipped((_req, res) => res.json(LONG))] // prettier-ignore
  assert.equal(encoded.headers['etag'], plain.headers['etag'])
})

test('the callbacks of write and end are called, whatever their place', async () => {
  const calls: string[] = []
  const handler: Handler = (_req, res) => {
    res.setHeader('Content-Type', 'text/plain')
    res.write('a', () => calls.push('write'))
    res.write('b', 'utf8', () => calls.push('write with encoding'))
    res.end(() => calls.push('end'))
  }
  assert.equal(plainText(await gzipped(handler)), 'ab')
  assert.deepEqual(calls, ['write', 'write with encoding', 'end'])
})

test('a write after the end is lost and does not break the answer', async () => {
  const handler: Handler = (_req, res) => {
    res.json(LONG)
    res.write('late')
    res.end('later')
  }
  const answer = await gzipped(handler)
  assert.equal(answer.complete, true)
  assert.equal(plainText(answer), `"${LONG}"`)
})

test('refuses a chunk that is neither text nor bytes', async () => {
  const answer = await gzipped((_req, res) => {
    res.setHeader('Content-Type', 'text/plain')
    assert.throws(() => res.write({} as never), TypeError)
    res.end('done')
  })
  assert.equal(plainText(answer), 'done')
})

// Reads an answer as it comes and runs a step after each part.
function readEvents(port: number, onPart: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'identity, gzip;q=0.5' }
    const req = http.get({ port, host: '127.0.0.1', headers, agent: false }, (res) => {
      assert.equal(res.headers['content-encoding'], 'gzip')
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => {
        parts.push(part)
        onPart(gunzipSync(Buffer.concat(parts), { finishFlush: 2 }).toString())
      })
      res.on('end', resolve)
    })
    req.on('error', reject)
  })
}

const HELD: { what: string; type: string; after: (res: HandlerResponse) => void }[] = [
  { what: 'an event goes out when it is written', type: 'text/event-stream', after: () => {} },
  { what: 'flush() sends what was written', type: 'text/plain', after: (res) => res.flush?.() },
]

for (const { what, type, after } of HELD) {
  test(`${what}, though it is compressed`, async () => {
    let answer: HandlerResponse | undefined
    const handler: Handler = (_req, res) => {
      answer = res
      res.writeHead(200, { 'Content-Type': type })
      res.write('data: one\n\n')
      after(res)
    }
    await withServer(createNodeServer(throughDoor(handler)), async (port) => {
      // The second event is written only once the first has arrived.
      await readEvents(port, (text) => {
        if (text === 'data: one\n\n') answer?.end('data: two\n\n')
      })
    })
  })
}

test('a reader that stops reading stops the writer', async () => {
  let written = 0
  let held = Promise.resolve()
  const handler: Handler = async (_req, res) => {
    res.setHeader('Content-Type', 'text/plain')
    const endless = new Readable({
      read() {
        written += 65_536
        this.push(randomBytes(65_536))
      },
    })
    held = pipeline(endless, res).catch(() => {})
  }
  await withServer(createNodeServer(throughDoor(handler)), async (port) => {
    const req = http.get({ port, host: '127.0.0.1', headers: GZIP, agent: false })
    const [answer] = (await once(req, 'response')) as [http.IncomingMessage]
    answer.pause()
    let before = -1
    for (let turn = 0; turn < 100 && before !== written; turn++) {
      before = written
      await sleep(20)
    }
    assert.equal(written, before)
    answer.destroy()
    await held
  })
})

test('a client that leaves ends the coder as well', async () => {
  let response: ServerResponse | undefined
  const handler: Handler = (_req, res) => {
    response = res
    res.setHeader('Content-Type', 'text/plain')
    res.write(LONG)
    res.flush?.()
  }
  await withServer(createNodeServer(throughDoor(handler)), async (port) => {
    const req = http.get({ port, host: '127.0.0.1', headers: GZIP, agent: false })
    const [answer] = (await once(req, 'response')) as [http.IncomingMessage]
    answer.destroy()
    await once(response as ServerResponse, 'close')
    assert.equal(response?.write('more'), false)
  })
})

const showFlush: Handler = (_req, res) => {
  res.setHeader('X-Flush', typeof res.flush)
  res.setHeader('Content-Type', 'text/plain')
  res.end(LONG)
}

test('without compression there is no flush, and Node frames the body', async () => {
  const { headers } = await answerOf(throughDoor(showFlush, { compress: false }), { headers: GZIP })
  assert.equal(headers['x-flush'], 'undefined')
  assert.equal(headers['content-length'], '3000')
  assert.equal(headers['vary'], undefined)
})
