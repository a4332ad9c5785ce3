import type { LoggerOptions } from '../log.ts'

/** What a worker tells the process that leads it. */
export type FromWorker =
  /** A line for standard output; one worker speaks for all. */
  | { readonly rehost: 'out'; readonly text: string }
  /** Its port is open. */
  | { readonly rehost: 'up'; readonly logging: WorkerLogging }
  /** Its event loop turns. */
  | { readonly rehost: 'beat' }
  /** It asks to be answered, to know that what was sent to it before has arrived. */
  | { readonly rehost: 'settle' }

/** How a worker logs, so that its leader does likewise. */
export type WorkerLogging = Pick<LoggerOptions, 'level' | 'pretty'>

/** What a worker is told: all are up, it may say that it is ready; or the answer to `settle`. */
export interface ToWorker {
  readonly rehost: 'ready' | 'settled'
}

/** The variable by which a leader numbers its workers. */
export const WORKER_VARIABLE = 'REHOST_WORKER'

const BEAT_EVERY_MS = 500

/** A worker's line to the process that leads it. */
export interface WorkerLink {
  /** From 1; a worker that takes the place of one that died has its number. */
  readonly number: number
  /** Hands over a line that the leader prints. */
  out(text: string): void
  /** Tells that the port is open, and from then on that it lives; `onReady` is called once all workers are up. */
  up(logging: WorkerLogging, onReady: () => void): void
  /**
   * Resolves once the connections that the leader has accepted for this worker up to now are here: they come on the same
   * line as the answer.
   */
  settle(): Promise<void>
}

function tell(message: FromWorker): void {
  // A leader that has just gone hears nothing, and this process ends for that anyway.
  process.send?.(message, undefined, undefined, () => {})
}

/**
 * Opens the line, once a process; undefined in one that serves alone, or that leads others.
 *
 * The variable is taken away, so that a process which a handler starts does not think that it is a worker.
 */
export function openWorkerLink(): WorkerLink | undefined {
  const number = Number(process.env[WORKER_VARIABLE])
  delete process.env[WORKER_VARIABLE]
  if (!(number >= 1) || process.send === undefined) return undefined
  return {
    number,
    out: (text) => tell({ rehost: 'out', text }),
    up: (logging, onReady) => {
      process.on('message', (message: Partial<ToWorker> | null) => {
        if (message?.rehost === 'ready') onReady()
      })
      tell({ rehost: 'up', logging })
      setInterval(() => tell({ rehost: 'beat' }), BEAT_EVERY_MS).unref()
    },
    settle: () =>
      new Promise((resolve) => {
        const onMessage = (message: Partial<ToWorker> | null): void => {
          if (message?.rehost === 'settled') settled()
        }
        // A leader that is gone accepts nothing any more.
        const settled = (): void => {
          process.off('message', onMessage).off('disconnect', settled)
          resolve()
        }
        process.on('message', onMessage).once('disconnect', settled)
        if (process.connected) tell({ rehost: 'settle' })
        else settled()
      }),
  }
}
