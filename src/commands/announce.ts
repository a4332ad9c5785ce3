import type { Options } from '../config/options.ts'
import type { Hosted } from '../host.ts'
import { choosePaint } from '../paint.ts'
import type { CommandContext } from './command.ts'
import { listRoutes, toRouteLines } from './route-lines.ts'

// More lines than this say less, not more.
const MOST_ROUTES = 60
const PATIENCE_MS = 2000

interface Announcement {
  readonly hosted: Hosted
  readonly options: Options
  readonly url: string
  /** Resolves when the methods are known that were read from the code; the table waits a while for them. */
  readonly learnt?: Promise<void>
}

/** Says that the port is open, where the docs are, and, once the modules are loaded, what is served. */
export async function announce({ hosted, options, url, learnt }: Announcement, context: CommandContext): Promise<void> {
  const folder = hosted.folder()
  const paint = choosePaint(context.environment, process.stdout.isTTY)
  context.out(`ready ${paint('cyan', url)}`)
  if (options.docs.enabled) {
    context.out(`docs  ${paint('cyan', `${url}${folder.config.basePath}${options.docs.path}`)}`)
  }
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())
  await Promise.all([folder.preload(), learnt && Promise.race([learnt, patience])])
  const count = folder.table.routes.length
  context.out(
    count > MOST_ROUTES
      ? `  ${count} routes; rehost routes lists them`
      : toRouteLines(await listRoutes(folder), folder, paint),
  )
}
