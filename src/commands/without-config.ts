import type { ScanOptions } from '../folder.ts'
import type { CommandContext } from './command.ts'

/** For commands that only tell about a project: a next.config that does not load is told too, and they go on without. */
export function tellConfigFault(context: CommandContext): Required<ScanOptions> {
  return {
    onConfigFault: ({ message, fix }) => {
      context.err(`warning: next.config does not load, so nothing of it is known here (start and build would fail)`)
      context.err(`${message}\n  ${fix}\n`)
    },
  }
}
