// The thread of `probes.ts`. It loads nothing but Node.js, so that it starts at once and cannot fail with the app.
import { createServer } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { BEATS, READY, type ProbeThreadData } from './probe-thread-data.ts'

const WATCH_EVERY_MS = 100
/** Milliseconds after which a server whose event loop stands still wants no more requests. */
const BUSY_MS = 2000

const { shared, port, host, stallMs }: ProbeThreadData = workerData

let beats = -1
let lastBeat = performance.now()
setInterval(() => {
  const now = Atomics.load(shared, BEATS)
  if (now === beats) return
  beats = now
  lastBeat = performance.now()
}, WATCH_EVERY_MS)

function readStatus(path: string | undefined): [status: number, text: string] {
  const silentMs = performance.now() - lastBeat
  if (path === '/livez') return silentMs < stallMs ? [200, 'ok'] : [503, 'stalled']
  if (path !== '/readyz') return [404, 'unknown']
  if (silentMs >= BUSY_MS) return [503, 'busy']
  return Atomics.load(shared, READY) === 1 ? [200, 'ok'] : [503, 'not ready']
}

const server = createServer((req, res) => {
  const [status, text] = readStatus(req.url?.split('?')[0])
  res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  res.end(JSON.stringify({ status: text }))
})
server.once('error', (error: NodeJS.ErrnoException) =>
  parentPort?.postMessage({ code: error.code ?? error.message }, []),
)
server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
  const address = server.address()
  parentPort?.postMessage({ port: typeof address === 'object' && address !== null ? address.port : port }, [])
})
