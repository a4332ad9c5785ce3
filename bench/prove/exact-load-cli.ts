// Runs an exact load from the command line, and inside a container that has Node.js 24 and nothing else:
//   node exact-load-cli.ts '{"url":"http://127.0.0.1:3000/api/hello","seconds":5}' [/readyz]
// With a second argument it stands in for a balancer: once that path does not answer 200, nothing new is sent.
import { setTimeout as sleep } from 'node:timers/promises'
import { putExactLoad } from './exact-load.ts'
import type { ExactLoad } from './exact-load.ts'

const PROBE_EVERY_MS = 100

const load: ExactLoad = JSON.parse(process.argv[2] ?? '{}')
const probe = process.argv[3]
const stop = new AbortController()

async function isReady(path: string): Promise<boolean> {
  try {
    return (await fetch(new URL(path, load.url), { headers: { connection: 'close' } })).ok
  } catch {
    return false
  }
}

async function watch(path: string): Promise<void> {
  while (!stop.signal.aborted) {
    if (!(await isReady(path))) stop.abort()
    await sleep(PROBE_EVERY_MS)
  }
}

if (probe !== undefined) void watch(probe)
console.log(JSON.stringify(await putExactLoad({ ...load, signal: stop.signal })))
stop.abort()
