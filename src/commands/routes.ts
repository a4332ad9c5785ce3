import { openInferredFolder } from '../inference.ts'
import { choosePaint } from '../paint.ts'
import { listRoutes, toRouteLines } from './route-lines.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { tellConfigFault } from './without-config.ts'

/** Prints the route table, as text or as JSON; below the text, why files do not load. */
export async function routes({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  const folder = await openInferredFolder({ dir, mode: 'production', ...tellConfigFault(context) })
  const lines = await listRoutes(folder)
  if (flags['json'] === true) {
    context.out(JSON.stringify({ routes: lines, skipped: folder.skipped }, undefined, 2))
  } else {
    context.out(toRouteLines(lines, folder, choosePaint(context.environment, process.stdout.isTTY)))
    for (const { error } of lines) if (error !== undefined) context.err(`\n${error}`)
  }
  await folder.close()
  return 0
}
