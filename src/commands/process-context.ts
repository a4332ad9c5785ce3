import { openWorkerLink, type WorkerLink } from '../ops/worker-link.ts'
import type { CommandContext } from './command.ts'

const PARENT_POLL_MS = 500

// npm runs a script in a shell, and hands a signal to that shell alone: it ends, and what it has started is not told.
function watchShell(ended: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    ended()
  }, PARENT_POLL_MS)
  timer.unref()
}

function waitForSignal(worker: WorkerLink | undefined): Promise<string> {
  // Ctrl-C reaches every process of a terminal; workers end when their leader tells them to.
  if (worker) process.on('SIGINT', () => {})
  const names = worker ? (['SIGTERM'] as const) : (['SIGTERM', 'SIGINT'] as const)
  return new Promise((resolve) => {
    if (!worker) watchShell(() => resolve('SIGTERM'))
    for (const name of names) {
      process.once(name, () => {
        resolve(name)
        // Asked twice: whoever asks does not want to wait.
        process.once(name, () => process.exit(1))
      })
    }
  })
}

const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`)

/** What a command may touch of the process it runs in; called once. */
export function createProcessContext(): CommandContext {
  const worker = openWorkerLink()
  return {
    out: worker?.out ?? write(process.stdout),
    err: write(process.stderr),
    environment: process.env,
    signal: () => waitForSignal(worker),
    worker,
  }
}
