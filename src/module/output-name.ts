import { createHash } from 'node:crypto'
import type { Source } from './source.ts'
import { toClosure, type Sources } from './source-graph.ts'

const HASH_LENGTH = 12
const MAX_READABLE = 80

/**
 * Names the output of each source, by id. A name holds a hash of all that the module rests on, so what has not changed
 * keeps its name.
 *
 * @param place Where the outputs will be, where that matters to their text.
 */
export function toOutputNames(sources: Sources, place: string): ReadonlyMap<string, string> {
  const hashes = new Map([...sources].map(([id, source]) => [id, toHash(toFingerprint(source))]))
  const names = new Map<string, string>()
  for (const [id, source] of sources) {
    const parts = toClosure(id, sources).map((inner) => `${inner.name} ${hashes.get(inner.id) ?? ''}`)
    const hash = toHash([source.name, place, ...parts].join('\n'))
    names.set(id, `${toReadable(source.name)}-${hash}.${source.format === 'esm' ? 'mjs' : 'cjs'}`)
  }
  return names
}

/** Names the module that requires a CommonJS module for the ES modules that import it. */
export function toBridgeName(specifier: string): string {
  return `${toReadable(specifier)}-${toHash(specifier)}.mjs`
}

function toFingerprint(source: Source): string {
  const packages = source.imports.map(({ target }) => (target.kind === 'package' ? target.file : target.id))
  return [source.format, source.code, ...packages].join('\n')
}

function toReadable(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '_').slice(-MAX_READABLE)
}

function toHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)
}
