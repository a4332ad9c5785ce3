import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { cookies, headers } from '../../src/next/headers.ts'
import { redirect } from '../../src/next/navigation.ts'
import { type NextRequest, after } from '../../src/next/server.ts'
import { serveHandlers } from './serve-handlers.ts'

const tick = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function logOf(
  run: (log: unknown[], req: NextRequest) => unknown,
  count: number,
  client = (url: string): unknown => http.get(url, { agent: false }, (res) => res.resume()).on('error', () => {}),
): Promise<{ log: unknown[]; errors: unknown[] }> {
  const log: unknown[] = []
  const running = await serveHandlers({ GET: (req: NextRequest) => run(log, req) })
  client(running.url)
  for (let i = 0; i < 200 && log.length + running.errors.length < count; i++) await tick()
  await tick()
  await running.close()
  return { log, errors: running.errors.map(({ error, info }) => [info.phase, String(error)]) }
}

const ended = new Response('x')
const AFTER: {
  title: string
  run: (log: unknown[], req: NextRequest) => unknown
  log: unknown[]
  errors?: unknown[]
}[] = [
  {
    title: 'starts in order, together, after the handler',
    run: (log) => {
      after(async () => {
        log.push('s1')
        await tick(20)
        log.push('e1')
      })
      after(async () => {
        log.push('s2')
        await tick()
        log.push('e2')
      })
      log.push('handler')
      return new Response('x')
    },
    log: ['handler', 's1', 's2', 'e2', 'e1'],
  },
  {
    title: 'waits for a body that streams',
    run: (log) => {
      after(() => log.push('after'))
      const start = async (controller: ReadableStreamDefaultController): Promise<void> => {
        await tick(20)
        log.push('end')
        controller.close()
      }
      return new Response(new ReadableStream({ start }))
    },
    log: ['end', 'after'],
  },
  {
    title: 'runs after an error',
    run: (log) => {
      after(() => log.push('after'))
      throw new Error('x')
    },
    log: ['after'],
    errors: [['handler', 'Error: x']],
  },
  {
    title: 'runs after redirect()',
    run: (log) => {
      after(() => log.push('after'))
      redirect('/x')
    },
    log: ['after'],
  },
  {
    title: 'may be called in itself',
    run: (log) => {
      after(() => {
        log.push('outer')
        after(() => log.push('inner'))
      })
      return ended.clone()
    },
    log: ['outer', 'inner'],
  },
  {
    title: 'logs an error and runs the rest',
    run: (log) => {
      after(() => {
        throw new Error('cb')
      })
      after(() => log.push('second'))
      return ended.clone()
    },
    log: ['second'],
    errors: [['after', 'Error: cb']],
  },
  {
    title: 'logs a promise that rejects',
    run: () => {
      after(Promise.reject(new Error('p')))
      return ended.clone()
    },
    log: [],
    errors: [['after', 'Error: p']],
  },
  {
    title: 'lets redirect() end a task quietly',
    run: (log) => {
      after(() => {
        log.push('before')
        redirect('/x')
      })
      return ended.clone()
    },
    log: ['before'],
  },
  {
    title: 'refuses what is neither function nor promise',
    run: () => after(5 as never),
    log: [],
    errors: [['handler', 'Error: `after()`: Argument must be a promise or a function']],
  },
  {
    title: 'reads cookies and headers, but sets none',
    run: (log) => {
      after(async () => {
        log.push((await cookies()).get('none') ?? 'no cookie', (await headers()).has('host'))
        try {
          ;(await cookies()).set('x', '1')
        } catch (error) {
          log.push((error as Error).message.slice(0, 34))
        }
      })
      return ended.clone()
    },
    log: ['no cookie', true, 'Cookies can only be modified in a '],
  },
]

for (const row of AFTER) {
  test(`after() ${row.title}`, async () => {
    const { log, errors } = await logOf(row.run, row.log.length + (row.errors?.length ?? 0))
    assert.deepEqual(log, row.log)
    assert.deepEqual(errors, row.errors ?? [])
  })
}

test('after() runs when the client leaves, before a handler that still works', async () => {
  const leave = (url: string): void => {
    const req = http.get(url, { agent: false }).on('error', () => {})
    setTimeout(() => req.destroy(), 20)
  }
  const run = async (log: unknown[], req: NextRequest): Promise<Response> => {
    after(() => log.push(['after', req.signal.aborted]))
    await tick(80)
    log.push('handler')
    return ended.clone()
  }
  assert.deepEqual((await logOf(run, 2, leave)).log, [['after', true], 'handler'])
})
