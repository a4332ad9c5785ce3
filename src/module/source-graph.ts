import { compileSource } from './compile.ts'
import type { ResolveContext } from './resolve.ts'
import type { Source, SourceImport } from './source.ts'
import { areCurrent } from './stamps.ts'

/** Compiled files by id: all that some files import, directly or not. */
export type Sources = ReadonlyMap<string, Source>

/**
 * Compiles files and all that they import. What has not changed since is taken from before, so that compiling again
 * after an edit costs one file.
 *
 * @param entries Absolute paths.
 * @param before What an earlier call returned.
 */
export async function compileSources(
  entries: readonly string[],
  context: ResolveContext,
  before: Sources = new Map(),
): Promise<Sources> {
  const found = new Map<string, Promise<Source>>()

  function visit(id: string): void {
    if (!found.has(id)) found.set(id, compileAndFollow(id))
  }

  async function compileAndFollow(id: string): Promise<Source> {
    const old = before.get(id)
    const source = old !== undefined && isUsable(old) ? old : await compileSource(id, context)
    for (const next of toSourceIds(source, ALL)) visit(next)
    return source
  }

  for (const entry of entries) visit(entry)
  const sources = new Map<string, Source>()
  // The map grows while it is walked: each awaited file adds what it imports.
  for (const [id, source] of found) sources.set(id, await source)
  return sources
}

// What failed may fail for the lack of a file anywhere, which no stamp shows.
function isUsable(source: Source): boolean {
  return source.error === undefined && areCurrent(source.stamps)
}

/** The kinds of import that have a module evaluated along with the one that imports it. */
export const EVALUATED_ALONG: readonly SourceImport['kind'][] = ['static', 'value', 'require']
const ALL: readonly SourceImport['kind'][] = [...EVALUATED_ALONG, 'dynamic']

function toSourceIds(source: Source, kinds: readonly SourceImport['kind'][]): string[] {
  return source.imports.flatMap(({ kind, target }) =>
    target.kind === 'source' && kinds.includes(kind) ? [target.id] : [],
  )
}

/** A source and all it imports, sorted by id. */
export function toClosure(id: string, sources: Sources, kinds = ALL): Source[] {
  const ids = new Set([id])
  for (const next of ids) {
    const source = sources.get(next)
    for (const inner of source === undefined ? [] : toSourceIds(source, kinds)) ids.add(inner)
  }
  return [...ids].sort().flatMap((next) => sources.get(next) ?? [])
}
