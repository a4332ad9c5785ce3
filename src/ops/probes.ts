import { Worker } from 'node:worker_threads'
import { Fault } from '../errors.ts'
import type { Beside } from './beside.ts'
import { toReadiness, type Life } from './life.ts'
import { BEATS, PROBE_THREAD, READY, type ProbeThreadData } from './probe-thread.ts'

const BEAT_EVERY_MS = 100
const BUSY_MS = 2000

export interface ProbeOptions {
  readonly port: number
  readonly host: string | undefined
  /** Milliseconds the event loop may stand still before `/livez` answers 503. */
  readonly stallMs: number
}

/** The thread that answers probes. */
export interface Probes extends Beside {
  /** Tells readiness from then on; until then the server is starting. */
  follow(life: Life): void
}

/**
 * Answers `/livez` and `/readyz` on a thread and port of its own, so that a handler that burns the processor does not
 * have its process killed as dead. The thread sees by a heartbeat that the event loop turns, if late.
 *
 * @throws {Fault} PORT_IN_USE.
 */
export async function openProbes({ port, host, stallMs }: ProbeOptions): Promise<Probes> {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  let life: Life | undefined
  const beat = (): void => {
    Atomics.add(shared, BEATS, 1)
    Atomics.store(shared, READY, Number(life !== undefined && toReadiness(life) === 'ok'))
  }
  const workerData: ProbeThreadData = { shared, port, host, stallMs, busyMs: BUSY_MS }
  // Flags of the process, such as loaders, are not for the thread.
  const worker = new Worker(PROBE_THREAD, { eval: true, workerData, execArgv: [] })
  const bound = await new Promise<number>((resolve, reject) => {
    worker.once('message', (message: { port: number } | { code: string }) => {
      if ('port' in message) resolve(message.port)
      else reject(toFault(port, message.code))
    })
    worker.once('error', reject)
  }).catch(async (error: unknown) => {
    await worker.terminate()
    throw error
  })
  worker.unref()
  const timer = setInterval(beat, BEAT_EVERY_MS).unref()
  return {
    port: bound,
    follow: (followed) => {
      life = followed
      beat()
    },
    close: async () => {
      clearInterval(timer)
      await worker.terminate()
    },
  }
}

function toFault(port: number, code: string): Error {
  if (code === 'EADDRINUSE') return new Fault('PORT_IN_USE', `Port ${port} is in use`)
  return new Error(`The probes cannot listen on port ${port}: ${code}`)
}
