import { findOutput, importBuiltFile, openOutput } from '../build/output.ts'
import { openInferredFolder } from '../inference.ts'
import { importConfigFile } from '../module/config-file.ts'
import { hostAlone } from '../host.ts'
import { createServer, listen } from '../server.ts'
import { announce } from './announce.ts'
import { openSession } from './session.ts'
import type { CommandContext, CommandInput } from './command.ts'

/** Serves the folder until the process is asked to end; then drains and returns 0. */
export async function start(input: CommandInput, context: CommandContext): Promise<number> {
  const asked = context.signal() // Heard from the first moment on.
  const { dir } = input
  const outDir = findOutput(dir)
  const importFile = outDir === undefined ? importConfigFile : (file: string) => importBuiltFile(outDir, dir, file)
  const { options, log, end } = await openSession(input, context, { mode: 'production', importFile })
  const settings = { dir, mode: 'production', logger: log, guard: options.guard, problem: options.problem } as const
  const folder = await (outDir === undefined ? openInferredFolder(settings) : openOutput(outDir, settings))
  const hosted = await hostAlone(folder, { options, mode: 'production', log })
  const server = createServer(hosted.app, options.limits)
  const url = await listen(server, options.port, options.host)
  process.env['PORT'] = new URL(url).port // Handlers find it there under Next.js too.
  const announced = announce({ hosted, options, url }, context)
  const signal = await asked
  // Readiness falls now, even while modules are still being loaded.
  const drained = server.drain({
    drainDelayMs: options.shutdown.drainDelayMs ?? 1000,
    drainMs: options.shutdown.drainMs,
  })
  log.info({ event: 'drain', signal }, `${signal}: draining`)
  await Promise.all([announced, drained])
  await folder.close()
  end()
  return 0
}
