import { openInferredFolder } from '../inference.ts'
import { choosePaint } from '../paint.ts'
import { listRoutes, toRouteLines } from './route-lines.ts'
import type { CommandContext, CommandInput } from './command.ts'

/** Prints the route table, as text or as JSON. */
export async function routes({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  const folder = await openInferredFolder({ dir, mode: 'production' })
  if (flags['json'] === true) {
    context.out(JSON.stringify({ routes: await listRoutes(folder), skipped: folder.skipped }, undefined, 2))
  } else {
    context.out(await toRouteLines(folder, choosePaint(context.environment, process.stdout.isTTY)))
  }
  await folder.close()
  return 0
}
