import { openFolder } from '../folder.ts'
import { listRoutes, toRouteLines } from './route-lines.ts'
import type { CommandContext, CommandInput } from './command.ts'

/** Prints the route table, as text or as JSON. */
export async function routes({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  const folder = await openFolder({ dir, mode: 'production' })
  if (flags['json'] === true) {
    context.out(JSON.stringify({ routes: listRoutes(folder), skipped: folder.skipped }, undefined, 2))
  } else {
    context.out(toRouteLines(folder))
  }
  await folder.close()
  return 0
}
