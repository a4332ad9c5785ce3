/** Places in the memory that the event loop and the thread of the probes share. */
export const BEATS = 0
export const READY = 1

/** What the thread is given. */
export interface ProbeThreadData {
  readonly shared: Int32Array
  readonly port: number
  readonly host: string | undefined
  /** Milliseconds without a beat after which the process is not alive. */
  readonly stallMs: number
  /** Milliseconds without a beat after which it wants no more requests. */
  readonly busyMs: number
}

/**
 * The program of the thread, as text: a file of its own would be lost when the server is bundled into a build. It loads
 * nothing but Node.js, so that it starts at once and cannot fail with the app. It posts `{ port }` or `{ code }`.
 */
export const PROBE_THREAD = `
const { createServer } = require('node:http')
const { parentPort, workerData } = require('node:worker_threads')
const { shared, port, host, stallMs, busyMs } = workerData

let beats = -1
let lastBeat = performance.now()
setInterval(() => {
  const now = Atomics.load(shared, ${BEATS})
  if (now !== beats) lastBeat = performance.now()
  beats = now
}, 100)

function readStatus(path) {
  const silentMs = performance.now() - lastBeat
  if (path === '/livez') return silentMs < stallMs ? [200, 'ok'] : [503, 'stalled']
  if (path !== '/readyz') return [404, 'unknown']
  if (silentMs >= busyMs) return [503, 'busy']
  return Atomics.load(shared, ${READY}) === 1 ? [200, 'ok'] : [503, 'not ready']
}

const server = createServer((req, res) => {
  const [status, text] = readStatus(req.url.split('?')[0])
  res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  res.end(JSON.stringify({ status: text }))
})
server.on('clientError', (error, socket) => socket.destroy())
server.once('error', (error) => parentPort.postMessage({ code: error.code }))
server.listen({ port, host }, () => parentPort.postMessage({ port: server.address().port }))
`
