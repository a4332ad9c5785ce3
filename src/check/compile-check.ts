import { existsSync } from 'node:fs'
import { toModuleSettings } from '../folder.ts'
import { toBesides } from '../load-route.ts'
import { WEB_METHODS } from '../module/endpoint.ts'
import { checkLinks } from '../module/links.ts'
import { toContext } from '../module/modules.ts'
import { isInstalled, toPackageName } from '../module/package-facts.ts'
import type { CompileError, Source } from '../module/source.ts'
import { compileSources, EVALUATED_ALONG, toClosure, type Sources } from '../module/source-graph.ts'
import { isVirtual } from '../module/virtual.ts'
import type { Route } from '../routes/route.ts'
import { readDependencies } from './dependencies.ts'
import type { Found } from './finding.ts'
import type { Survey } from './survey.ts'

/** A route file or another entry, with the files it brings along. */
export interface Compiled {
  readonly entry: string
  /** The project's own files it reaches, itself included; not those of packages. */
  readonly files: readonly Source[]
  /** Why it cannot run, and what fails later. */
  readonly found: readonly Found[]
}

/** Compiles every entry and what it imports. Nothing is evaluated and nothing written. */
export async function compileEntries({ project, config, routes, conventions }: Survey): Promise<readonly Compiled[]> {
  const besides = routes.flatMap(toBesides).filter((file) => existsSync(file))
  const named = [conventions.proxy, conventions.instrumentation].filter((file) => file !== undefined)
  const entries = [...routes.map((route) => route.file), ...named]
  const options = { dir: project.dir, entries: [...entries, ...besides], settings: toModuleSettings(config) }
  const sources = await compileSources(options.entries, toContext(options, false))
  const links = checkLinks(sources)
  const errorOf = (source: Source): CompileError | undefined => source.error ?? links.get(source.id)
  const byFile = new Map(routes.map((route) => [route.file, route]))
  const dependencies = readDependencies(project.dir)
  return entries.map((entry) => {
    const all = toClosure(entry, sources)
    const along = new Set(toClosure(entry, sources, EVALUATED_ALONG).map(({ id }) => id))
    const errors = all.flatMap((source): Found[] => {
      const error = errorOf(source)
      return error === undefined ? [] : [toFound(explain(error, dependencies), along.has(source.id))]
    })
    const missing = errors.length > 0 ? undefined : findMissing(byFile.get(entry), entry, sources)
    const files = all.filter(({ id }) => !isVirtual(id) && !isInstalled(id))
    return { entry, files, found: missing === undefined ? errors : [missing] }
  })
}

// Somebody else's project is looked at before its packages are installed.
function explain(error: CompileError, dependencies: ReadonlyMap<string, unknown>): CompileError {
  const [, specifier = ''] = /^Could not resolve "([^"]+)"$/.exec(error.message) ?? []
  if (!dependencies.has(toPackageName(specifier) ?? '')) return error
  return { ...error, message: `${error.message}: package.json has it, and it is not installed` }
}

function toFound({ message, place, frame }: CompileError, along: boolean): Found {
  return { code: along ? 'compile-failed' : 'lazy-compile-failed', ...place, message, frame: frame || undefined }
}

const isMethod = (name: string): boolean => WEB_METHODS.some((method) => method === name)

// Names that come through `export *`, and those of CommonJS, are not seen here.
function findMissing(route: Route | undefined, id: string, sources: Sources): Found | undefined {
  const source = sources.get(id)
  if (route === undefined || source?.format !== 'esm' || /^export \* from/m.test(source.code)) return undefined
  const { exports } = source
  const answers = exports.some(
    (name) => (name === 'default' && route.root !== 'app') || (isMethod(name) && route.root !== 'pages'),
  )
  if (answers) return undefined
  const list = exports.length === 0 ? 'it exports nothing' : `it exports ${exports.join(', ')}`
  const place = { file: route.name, line: 1 }
  if (route.root !== 'app') return { code: 'handler-missing', ...place, message: `no handler: ${list}` }
  return { code: 'no-methods', ...place, message: `every method is answered with 405: ${list}` }
}
