import process from 'node:process'
import type { Answer, Ask } from './messages.ts'
import { openSession, type Session } from './session.ts'

/** Progress is told this often, in milliseconds; a message per route would cost more than the route. */
const PROGRESS_MS = 200

let session: Session | undefined
let toldAt = 0

function tell(answer: Answer): void {
  process.send?.(answer)
}

function onProgress(done: number, total: number): void {
  const now = performance.now()
  if (done < total && now - toldAt < PROGRESS_MS) return
  toldAt = now
  tell({ kind: 'progress', done, total })
}

async function answer(ask: Ask): Promise<void> {
  if (ask.kind === 'close') {
    session?.close()
    process.disconnect()
    return
  }
  try {
    if (ask.kind === 'infer') {
      session?.close()
      session = await openSession({ dir: ask.dir, routes: ask.routes, onProgress })
    } else await session?.update(ask.files, ask.routes)
    if (session) tell({ kind: 'facts', facts: session.facts(), files: session.files() })
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

// Questions are answered one after the other, in the order they came.
let queue = Promise.resolve()
process.on('message', (message) => {
  // Only client.ts starts this process, and it sends nothing else.
  const ask = message as Ask
  queue = queue.then(() => answer(ask))
})
// The compiler is a child of this process; it must not outlive a parent that died.
process.on('disconnect', () => {
  session?.close()
  process.exitCode = 0
})
