import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { Fault } from '../errors.ts'

/** Where a project keeps what rehost serves. Paths are absolute; a missing part is undefined. */
export interface Project {
  /** The folder given by the user: `process.cwd()` of the handlers, home of next.config and .env files. */
  readonly dir: string
  /** `pages/api` or `src/pages/api`; also when there is only a file of that name, `pages/api.js`. */
  readonly pagesApi: string | undefined
  /** `app` or `src/app`. */
  readonly app: string | undefined
  /** A plain `api` folder; only when there is no Next.js project around it. */
  readonly api: string | undefined
  readonly publicDir: string | undefined
}

/**
 * Finds the folders of a project. As in Next.js, `pages` and `app` at the top hide those in `src`.
 *
 * @param dir The project's folder; relative to the current one.
 * @throws {Fault} ROUTES_MISSING, saying where routes were looked for.
 */
export function openProject(dir: string): Project {
  const home = path.resolve(dir)
  if (!isFolder(home)) throw new Fault('ROUTES_MISSING', `${home} is not a folder`)
  const names = readdirSync(home)
  const nextConfig = names.find((name) => name.startsWith('next.config.'))
  const pages = firstFolder(home, ['pages', 'src/pages'])
  const pagesApi = pages !== undefined && hasApi(pages) ? path.join(pages, 'api') : undefined
  const app = firstFolder(home, ['app', 'src/app'])
  const plain = firstFolder(home, ['api'])
  const api = nextConfig === undefined && pagesApi === undefined && app === undefined ? plain : undefined
  if (pagesApi === undefined && app === undefined && api === undefined) {
    throw new Fault('ROUTES_MISSING', explain({ home, pages, nextConfig, plain }))
  }
  return { dir: home, pagesApi, app, api, publicDir: firstFolder(home, ['public']) }
}

function explain(seen: {
  home: string
  pages: string | undefined
  nextConfig: string | undefined
  plain: string | undefined
}): string {
  const message = `No routes in ${seen.home}: there is no pages/api, src/pages/api, app, src/app or api`
  if (seen.plain !== undefined) return `${message} (beside ${seen.nextConfig}, Next.js does not serve the api folder)`
  const hidden = path.join(seen.home, 'src', 'pages')
  if (seen.pages === undefined || seen.pages === hidden || !isFolder(path.join(hidden, 'api'))) return message
  return `${message} (the pages folder at the top hides src/pages/api, as in Next.js)`
}

function firstFolder(home: string, places: readonly string[]): string | undefined {
  return places.map((place) => path.join(home, ...place.split('/'))).find(isFolder)
}

function hasApi(pages: string): boolean {
  return readdirSync(pages).some((name) => /^api\.(?:tsx|ts|jsx|js)$/.test(name)) || isFolder(path.join(pages, 'api'))
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}
