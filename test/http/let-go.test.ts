import assert from 'node:assert/strict'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { describe, it } from 'node:test'
import { markDrained, takeBody } from '../../src/http/let-go.ts'
import type { RehostRequest, RehostResponse } from '../../src/http/node-objects.ts'
import { createNodeServer, send, withServer } from './wire.ts'

/** Answers one request without a body; `before` sees the request first, and it is returned when it was answered. */
async function answered(before: (req: RehostRequest) => void = () => {}): Promise<RehostRequest> {
  let seen: { req: RehostRequest; closed: Promise<unknown> } | undefined
  const listener = (req: RehostRequest, res: RehostResponse): void => {
    seen = { req, closed: once(res, 'close') }
    markDrained(req)
    before(req)
    res.end('done')
  }
  await withServer(createNodeServer(listener), (port) => send(port))
  assert.ok(seen !== undefined)
  await seen.closed
  return seen.req
}

describe('a request without a body, once it is answered', () => {
  it('is destroyed, as any other', async () => {
    assert.equal((await answered()).destroyed, true)
  })

  it('ends and closes for who listened before', async () => {
    const events: string[] = []
    const req = await answered((one) => {
      for (const event of ['end', 'close']) one.on(event, () => events.push(event))
    })
    if (!req.closed) await once(req, 'close')
    assert.deepEqual(events, ['end', 'close'])
  })

  for (const name of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const) {
    it(`ends and closes for who listens later with ${name}`, async () => {
      const req = await answered()
      await new Promise<void>((resolve) => {
        req[name]('close', resolve)
      })
      assert.equal(req.destroyed, true)
    })
  }

  it('is finished for who waits for that', async () => {
    await finished(await answered())
  })

  it('has nothing to read', async () => {
    const chunks: unknown[] = []
    for await (const chunk of await answered()) chunks.push(chunk)
    assert.deepEqual(chunks, [])
  })
})

/** Sends a body in two parts to a server that has it taken past the stream; `then` sees the request afterwards. */
async function taken(then: (req: RehostRequest) => unknown = () => {}): Promise<[string, unknown]> {
  let text = ''
  let seen: unknown
  const listener = (req: RehostRequest, res: RehostResponse): void => {
    const end = async (): Promise<void> => {
      seen = await then(req)
      res.end()
    }
    assert.ok(takeBody(req, { chunk: (bytes) => (text += bytes.toString()), end: () => void end(), fail: assert.fail }))
  }
  await withServer(createNodeServer(listener), (port) => send(port, { method: 'POST', body: 'x'.repeat(100_000) }))
  return [text, seen]
}

describe('a body that is taken past the stream', () => {
  it('is whole', async () => {
    const [text] = await taken()
    assert.equal(text, 'x'.repeat(100_000))
  })

  it('counts as read', async () => {
    const [, seen] = await taken((req) => [req.readableEnded, req.complete, req.read()])
    assert.deepEqual(seen, [true, true, null])
  })

  it('is finished for who waits for that', async () => {
    const [, seen] = await taken((req) => finished(req).then(() => 'finished'))
    assert.equal(seen, 'finished')
  })

  it('ends for who reads the request then', async () => {
    const read = async (req: RehostRequest): Promise<unknown[]> => {
      const chunks: unknown[] = []
      for await (const chunk of req) chunks.push(chunk)
      return chunks
    }
    const [, seen] = await taken(read)
    assert.deepEqual(seen, [])
  })

  it('has closed the request, and who listens then is too late, as with a stream that was read', async () => {
    const listen = (req: RehostRequest): Promise<unknown[]> => {
      const seen: unknown[] = [req.destroyed && req.closed]
      for (const event of ['data', 'end', 'close']) req.on(event, () => seen.push(event))
      return new Promise((resolve) => {
        setTimeout(resolve, 20, seen)
      })
    }
    const [, seen] = await taken(listen)
    assert.deepEqual(seen, [true])
  })

  it('is left to the stream when somebody listens already', async () => {
    const listener = (req: RehostRequest, res: RehostResponse): void => {
      req.on('data', () => {})
      const sink = { chunk: () => assert.fail(), end: assert.fail, fail: assert.fail }
      res.end(String(takeBody(req, sink)))
    }
    const { body } = await withServer(createNodeServer(listener), (port) => send(port, { method: 'POST', body: 'x' }))
    assert.equal(body.toString(), 'false')
  })

  it('fails when the client leaves', async () => {
    const failed = await new Promise((resolve) => {
      const listener = (req: RehostRequest): void => {
        takeBody(req, { chunk: () => req.socket.destroy(), end: assert.fail, fail: () => resolve(true) })
      }
      void withServer(createNodeServer(listener), (port) =>
        send(port, { method: 'POST', body: 'x', headers: { 'content-length': 10 } }).catch(() => {}),
      )
    })
    assert.equal(failed, true)
  })
})
