import path from 'node:path'
import { loadEnv, type LoadedEnv } from '../config/env.ts'
import { loadConfigFile } from '../config-file.ts'
import { openObservations, toObservedFile } from '../dev/observed.ts'
import { watchFolder } from '../dev/watch.ts'
import { Fault } from '../errors.ts'
import { openFolder, scanFolder, type Folder, type FolderOptions } from '../folder.ts'
import { openFolderInference, toCacheDir, toMethods } from '../inference.ts'
import type { Inference } from '../infer/client.ts'
import type { Logger } from '../log.ts'
import { importConfigFile } from '../module/config-file.ts'
import { hostAlone, type Hosted } from '../host.ts'
import { openOperations } from '../ops/operations.ts'
import { createServer, listen } from '../server.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { announce } from './announce.ts'
import { openSession } from './session.ts'

interface Reload {
  readonly settings: FolderOptions
  readonly inference: Inference
  readonly hosted: Hosted
  readonly log: Logger
  env: LoadedEnv
}

/** Serves the folder and reloads on every save; a version that does not open leaves the last good one in place. */
export async function dev(input: CommandInput, context: CommandContext): Promise<number> {
  const asked = context.signal() // Heard from the first moment on.
  const { dir } = input
  const { options, log, env, end } = await openSession(input, context, {
    mode: 'development',
    readConfig: () => loadConfigFile(dir, importConfigFile),
  })
  const inference = openFolderInference(await scanFolder(dir, 'development'), log)
  const settings = {
    dir,
    mode: 'development',
    logger: log,
    guard: options.guard,
    problem: options.problem,
    facts: () => inference.facts(),
  } as const
  const folder = await openFolder(settings)
  const learnt = learnMethods(folder)
  const operations = await openOperations(options, log)
  const observations = openObservations(toObservedFile(toCacheDir(dir), dir))
  const hosted = await hostAlone(folder, { options, mode: 'development', log, onUnforeseen: observations.note })
  const reload: Reload = { settings, inference, hosted, log, env }
  const watcher = watchFolder(dir, (files) => reopen(reload, files))
  const server = createServer(hosted.app, options.limits)
  const url = await listen(server, options.port, options.host)
  process.env['PORT'] = new URL(url).port // Handlers find it there under Next.js too.
  for (const warning of folder.config.warnings) log.warn({ event: 'config' }, warning)
  await operations.follow(hosted.life, () => hosted.folder().counts())
  await watcher.ready // Who reads the ready line may save at once.
  const announced = announce({ hosted, options, url, learnt }, context)
  await asked
  await watcher.close()
  await announced
  await server.drain({ drainDelayMs: options.shutdown.drainDelayMs ?? 0, drainMs: 1000 })
  await Promise.all([hosted.folder().close(), inference.close(), operations.close(), observations.close()])
  hosted.close()
  end()
  return 0
}

async function reopen(reload: Reload, files: readonly string[]): Promise<void> {
  const { settings, inference, hosted, log } = reload
  const { dir } = settings
  const started = performance.now()
  if (files.some((file) => path.basename(file).startsWith('.env'))) {
    reload.env = loadEnv(dir, 'development', { previous: reload.env })
  }
  if (files.some((file) => path.basename(file).startsWith('rehost.config.'))) {
    log.warn({ event: 'reload' }, 'rehost.config has changed: restart to apply it')
  }
  try {
    const before = hosted.folder()
    const fresh = await openFolder({ ...settings, modules: before.modules })
    hosted.swap(fresh)
    // Described anew beside the serving; whoever asks for the document meanwhile waits for it.
    void inference.update(files, fresh.table.routes).then(() => learnMethods(fresh))
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

async function learnMethods(folder: Folder): Promise<void> {
  const facts = await folder.facts()
  if (facts) folder.learn(toMethods(facts))
}
