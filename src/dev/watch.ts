import path from 'node:path'
import { watch, type FSWatcher } from 'chokidar'

const IGNORED = new Set(['node_modules', '.git', '.rehost', '.next', 'dist', 'coverage'])
// Editors write a file in several steps; what comes within this many milliseconds is one change.
const SETTLE_MS = 25

export interface Watcher {
  /** Resolves when no save is missed any more. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

/**
 * Watches a project folder for saves.
 *
 * @param onChange Called with the absolute paths that changed, one call at a time; what changes meanwhile comes after.
 */
export function watchFolder(dir: string, onChange: (files: readonly string[]) => Promise<void>): Watcher {
  const pending = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    while (pending.size > 0) {
      const files = [...pending]
      pending.clear()
      await onChange(files)
    }
    running = undefined
  }
  const watcher: FSWatcher = watch(dir, {
    ignoreInitial: true,
    ignored: (file) => file !== dir && (IGNORED.has(path.basename(file)) || file.endsWith('.log')),
  })
  watcher.on('all', (_event, file) => {
    pending.add(path.resolve(dir, file))
    clearTimeout(timer)
    timer = setTimeout(() => (running ??= run()), SETTLE_MS)
  })
  const ready = new Promise<void>((resolve) => watcher.once('ready', resolve))
  return {
    ready,
    close: async () => {
      clearTimeout(timer)
      await watcher.close()
      await running
    },
  }
}
