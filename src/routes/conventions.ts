import { existsSync } from 'node:fs'
import path from 'node:path'
import { Fault } from '../errors.ts'
import type { RouteFolders } from './scan.ts'

/** Files with a fixed name and a role of their own. Absolute paths. */
export interface Conventions {
  /** `proxy` or, as it was called before, `middleware`: runs before the routes. */
  readonly proxy: string | undefined
  /** `instrumentation`: runs once at start, and hears of errors. */
  readonly instrumentation: string | undefined
}

function find(dirs: readonly string[], name: string, extensions: readonly string[]): string | undefined {
  return dirs
    .flatMap((dir) => extensions.map((one) => path.join(dir, `${name}.${one}`)))
    .find((file) => existsSync(file))
}

/**
 * Finds them where Next.js does: the proxy beside `pages` or `app`, instrumentation in the project folder or in `src`.
 *
 * @param extensions `pageExtensions` of the config; they hold for these files too.
 * @throws {Fault} ROUTE_CONFLICT, when there is a proxy and a middleware.
 */
export function findConventions(project: RouteFolders, extensions: readonly string[]): Conventions {
  const source = path.join(project.dir, 'src')
  const home = (project.app ?? project.pagesApi ?? project.dir).startsWith(source + path.sep) ? source : project.dir
  const proxy = find([home], 'proxy', extensions)
  const middleware = find([home], 'middleware', extensions)
  if (proxy !== undefined && middleware !== undefined) {
    const [one, other] = [proxy, middleware].map((file) => path.relative(project.dir, file))
    throw new Fault('ROUTE_CONFLICT', `${one} and ${other} are the same thing under two names: remove ${other}`)
  }
  return { proxy: proxy ?? middleware, instrumentation: find([project.dir, source], 'instrumentation', extensions) }
}
