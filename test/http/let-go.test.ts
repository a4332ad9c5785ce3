import assert from 'node:assert/strict'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { describe, it } from 'node:test'
import { markDrained } from '../../src/http/let-go.ts'
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
