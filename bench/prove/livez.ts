import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding, Proof } from './proof.ts'
import type { Target } from './target.ts'

const PROBES = 30
const LIMIT_MS = 100

/** Milliseconds until a path is answered, on a connection of its own; 5000 when it is not. */
function timeAnswer(port: number, path: string): Promise<number> {
  const start = performance.now()
  return new Promise((resolve) => {
    const req = get({ host: '127.0.0.1', port, path, agent: false, timeout: 5000 }, (res) => {
      res.resume()
      res.once('end', () => resolve(performance.now() - start))
    })
    req.once('timeout', () => req.destroy())
    req.once('error', () => resolve(5000))
  })
}

async function run(target: Target): Promise<Finding> {
  const stop = new AbortController()
  const burner = async (): Promise<void> => {
    while (!stop.signal.aborted) await timeAnswer(target.port, '/api/burn')
  }
  const burners = Array.from({ length: 4 }, burner)
  await sleep(500)
  const times: number[] = []
  for (let probe = 0; probe < PROBES; probe++) {
    times.push(await timeAnswer(target.livezPort, '/livez'))
    await sleep(100)
  }
  stop.abort()
  await Promise.all(burners)
  const slowest = Math.max(...times)
  const sorted = times.sort((a, b) => a - b)
  const found = `slowest ${Math.round(slowest)} ms, median ${Math.round(sorted[PROBES >> 1] ?? 0)} ms of ${PROBES}`
  return { found, reached: slowest <= LIMIT_MS }
}

export const LIVEZ: Proof = {
  name: 'livez',
  what: '/livez on HEALTH_PORT while 4 clients keep a handler burning 300 ms of processor time each',
  others: 'Express and Fastify 3.2 s: a liveness probe would kill the pod',
  goal: `every answer within ${LIMIT_MS} ms`,
  run,
}
