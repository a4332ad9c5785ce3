import { statSync } from 'node:fs'
import path from 'node:path'
import { Fault } from '../errors.ts'
import { settleDuplicates } from './duplicates.ts'
import { judgeFile, judgeFolder, PAGE_EXTENSIONS, parseFileName, toExtensions } from './naming.ts'
import { parsePattern } from './pattern.ts'
import { walk } from './walk.ts'
import type { Candidate } from './duplicates.ts'
import type { Route, RouteRoot } from './route.ts'
import type { Place } from './walk.ts'

/** The folders to scan, as a project has them. Paths are absolute. */
export interface RouteFolders {
  readonly dir: string
  readonly pagesApi: string | undefined
  readonly app: string | undefined
  readonly api: string | undefined
}

/** A file or folder that looks like a route and is none. */
export interface Skipped {
  /** Path below the project folder, `/`-separated; a folder's has a final `/`. */
  readonly name: string
  readonly reason: string
}

export interface Scan {
  readonly routes: Route[]
  readonly skipped: Skipped[]
}

export interface ScanOptions {
  /** Extensions of route files, without the dot. Default: tsx, ts, jsx, js. */
  readonly pageExtensions?: readonly string[] | undefined
}

/**
 * Finds the route files of a project: pages/api and app as Next.js does, and a plain api folder by the rules of
 * pages/api. Differs in that it follows symbolic links and leaves out tests, type declarations and hidden files.
 *
 * @throws {Fault} ROUTE_NAME_INVALID, with one line for every file whose name cannot be read.
 */
export function scanRoutes(project: RouteFolders, options: ScanOptions = {}): Scan {
  const { pageExtensions = PAGE_EXTENSIONS } = options
  const folders = { pages: project.pagesApi, app: project.app, api: project.api }
  const scan: Scan = { routes: [], skipped: [] }
  const faults: Fault[] = []
  for (const root of ['pages', 'app', 'api'] as const) {
    const folder = folders[root]
    if (folder === undefined) continue
    const extensions = toExtensions(root, pageExtensions)
    const { candidates, skipped } = findCandidates({ dir: project.dir, folder, root, extensions })
    const { winners, losers } = settleDuplicates(candidates, root, extensions)
    scan.skipped.push(...skipped)
    for (const { loser, winner } of losers) {
      scan.skipped.push({ name: loser.name, reason: `${winner.name} answers the same path` })
    }
    for (const winner of winners) readName(winner, root, { routes: scan.routes, faults })
  }
  if (faults.length > 0) throw joinFaults(faults)
  scan.skipped.push(...findHiddenApi(project, toExtensions('api', pageExtensions)))
  return scan
}

// Whoever began with a plain folder and adds a router of Next.js should read why its routes are gone.
function findHiddenApi({ dir, api }: RouteFolders, extensions: readonly string[]): Skipped[] {
  const folder = path.join(dir, 'api')
  if (api !== undefined || !isFolder(folder)) return []
  const { candidates } = findCandidates({ dir, folder, root: 'api', extensions })
  if (candidates.length === 0) return []
  return [{ name: 'api/', reason: 'a plain api folder is served only where there is no app, pages/api or next.config' }]
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function findCandidates(look: { dir: string; folder: string; root: RouteRoot; extensions: readonly string[] }) {
  const { dir, folder, root, extensions } = look
  const walked = walk(folder, (name) => judgeFolder(name, root))
  const candidates: Candidate[] = []
  const skipped: Skipped[] = walked.skipped.map(({ file, place, reason }) => ({
    name: place.endsWith('/') ? `${toName(dir, file)}/` : toName(dir, file),
    reason,
  }))
  for (const { file, place } of [...filesBeside(folder, root, extensions), ...walked.files]) {
    const name = toName(dir, file)
    const verdict = judgeFile(path.basename(file), root, extensions)
    const parsed = parseFileName(place, extensions)
    if (verdict === 'take' && parsed !== undefined) {
      candidates.push({ file, name, place: parsed.base, extension: parsed.extension })
    } else if (typeof verdict === 'object') skipped.push({ name, reason: verdict.reason })
  }
  return { candidates, skipped }
}

/** `pages/api.js` answers `/api`, as `pages/api/index.js` does; its place below the folder has no base. */
function filesBeside(folder: string, root: RouteRoot, extensions: readonly string[]): Place[] {
  if (root !== 'pages') return []
  const files = extensions.map((extension) => ({ file: `${folder}.${extension}`, place: `.${extension}` }))
  return files.filter(({ file }) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false)
}

function readName({ file, name, place }: Candidate, root: RouteRoot, into: { routes: Route[]; faults: Fault[] }): void {
  try {
    const pattern = parsePattern(place === '' ? 'index' : place, root, name)
    into.routes.push({ file, name, root, pattern })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    into.faults.push(error)
  }
}

function joinFaults(faults: readonly Fault[]): Fault {
  const file = faults[0]?.file
  const message = faults.map((fault) => fault.message).join('\n')
  return new Fault('ROUTE_NAME_INVALID', message, file === undefined ? {} : { file })
}

function toName(dir: string, file: string): string {
  return path.relative(dir, file).split(path.sep).join('/')
}
