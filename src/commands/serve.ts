import type { Folder } from '../folder.ts'
import { hostAlone } from '../host.ts'
import { keepRequestsYoung } from '../ops/keep-young.ts'
import { openOperations } from '../ops/operations.ts'
import { createServer, listen } from '../server.ts'
import { announce } from './announce.ts'
import type { CommandContext } from './command.ts'
import type { Session } from './session.ts'

/** A folder that is ready to be served. */
export interface Serving {
  readonly folder: Folder
  readonly session: Session
  /** Resolves when the process is asked to end. */
  readonly asked: Promise<string>
  /** What draft mode's keys follow from. */
  readonly secret: string | undefined
  /** What this version of the project goes by; undefined when it has no build. */
  readonly release?: string
}

/** Serves a folder until the process is asked to end; then drains and returns 0. */
export async function serveFolder(
  { folder, session, asked, secret, release }: Serving,
  context: CommandContext,
): Promise<number> {
  keepRequestsYoung()
  const { options, log, end } = session
  const operations = await openOperations(options, log, context.worker?.number)
  const hosted = await hostAlone(folder, { options, mode: 'production', log, secret, release })
  const { life } = hosted
  if (context.worker) {
    life.phase = 'starting' // Until its leader says that all are up.
    life.settle = context.worker.settle
  }
  const server = createServer(hosted.app, options.limits)
  const url = await listen(server, options.port, options.host)
  process.env['PORT'] = new URL(url).port // Handlers find it there under Next.js too.
  await operations.follow(life, () => folder.counts())
  const announced = announce({ hosted, options, url }, context)
  context.worker?.up({ level: options.logging.level, pretty: options.logging.pretty ?? false }, () => {
    if (life.phase === 'starting') life.phase = 'ready'
  })
  const signal = await asked
  // Readiness falls now, even while modules are still being loaded.
  const drained = server.drain({
    drainDelayMs: options.shutdown.drainDelayMs ?? 1000,
    drainMs: options.shutdown.drainMs,
  })
  log.info({ event: 'drain', signal }, `${signal}: draining`)
  await Promise.all([announced, drained])
  await Promise.all([folder.close(), operations.close()])
  hosted.close()
  end()
  return 0
}
