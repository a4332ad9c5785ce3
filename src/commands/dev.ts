import path from 'node:path'
import { loadEnv, type LoadedEnv } from '../config/env.ts'
import { watchFolder } from '../dev/watch.ts'
import { Fault } from '../errors.ts'
import { openFolder } from '../folder.ts'
import type { Logger } from '../log.ts'
import { importConfigFile } from '../module/config-file.ts'
import { hostFolder, type Hosted } from '../host.ts'
import { createServer, listen } from '../server.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { toRouteLines } from './route-lines.ts'
import { openSession } from './session.ts'

interface Reload {
  readonly dir: string
  readonly hosted: Hosted
  readonly log: Logger
  env: LoadedEnv
}

/** Serves the folder and reloads on every save; a version that does not open leaves the last good one in place. */
export async function dev(input: CommandInput, context: CommandContext): Promise<number> {
  const { dir } = input
  const { options, log, env, end } = await openSession(input, context, {
    mode: 'development',
    importFile: importConfigFile,
  })
  const folder = await openFolder({ dir, mode: 'development', logger: log, guard: options.guard })
  const hosted = await hostFolder(folder, { options, mode: 'development', log })
  const server = createServer(hosted.app, options.limits)
  const url = await listen(server, options.port, options.host)
  process.env['PORT'] = new URL(url).port // Handlers find it there under Next.js too.
  context.out(toRouteLines(folder))
  for (const warning of folder.config.warnings) log.warn({ event: 'config' }, warning)
  context.out(`ready ${url}`)
  const reload: Reload = { dir, hosted, log, env }
  const watcher = watchFolder(dir, (files) => reopen(reload, files))
  await context.signal()
  await watcher.close()
  await server.drain({ drainDelayMs: options.shutdown.drainDelayMs ?? 0, drainMs: 1000 })
  await hosted.folder().close()
  end()
  return 0
}

async function reopen(reload: Reload, files: readonly string[]): Promise<void> {
  const { dir, hosted, log } = reload
  const started = performance.now()
  if (files.some((file) => path.basename(file).startsWith('.env'))) {
    reload.env = loadEnv(dir, 'development', { previous: reload.env })
  }
  if (files.some((file) => path.basename(file).startsWith('rehost.config.'))) {
    log.warn({ event: 'reload' }, 'rehost.config has changed: restart to apply it')
  }
  try {
    const before = hosted.folder()
    hosted.swap(await openFolder({ dir, mode: 'development', logger: log, modules: before.modules }))
    const ms = Math.round(performance.now() - started)
    log.info({ event: 'reload', ms }, `reloaded in ${ms} ms`)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    log.error(
      { event: 'reload', code: error.code, fix: error.fix },
      `${error.message}\nStill serving the version before.`,
    )
  }
}
