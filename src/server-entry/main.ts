import { SERVER_FLAGS, type CommandContext, type CommandInput } from '../commands/command.ts'
import { createProcessContext } from '../commands/process-context.ts'
import { runCommand } from '../commands/run-command.ts'
import { startBuilt } from '../commands/start-built.ts'
import { leadWorkers } from '../commands/workers.ts'
import { provide } from './provide.ts'

/**
 * Serves a build until the process is asked to end, in a process that is set up already: `rehost start` calls it.
 *
 * @param outDir The build's folder, as an absolute path.
 */
export function start(outDir: string, input: CommandInput, context: CommandContext): Promise<number> {
  return startBuilt(input, context, { outDir, provide })
}

/**
 * What `node .rehost/server.mjs` does: serves the build as flags and environment say, and ends the process.
 *
 * @param dir The project folder where the command line names none.
 */
export async function main(outDir: string, dir: string): Promise<never> {
  const command = {
    summary: 'serve this build',
    flags: SERVER_FLAGS,
    run: async (input: CommandInput, context: CommandContext) =>
      (await leadWorkers(input, context)) ?? start(outDir, input, context),
  }
  const line = { args: process.argv.slice(2), context: createProcessContext(), dir }
  process.exit(await runCommand(['start', command], line))
}
