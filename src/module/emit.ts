import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkLinks } from './links.ts'
import type { Manifest, Output, OutputImport } from './manifest.ts'
import { toBridgeText, toMapText, toModuleText } from './module-text.ts'
import { toBridgeName, toOutputNames } from './output-name.ts'
import { toFileSpecifier, type OutputPlace } from './output-place.ts'
import type { CompileError, Source, SourceImport } from './source.ts'
import { EVALUATED_ALONG, toClosure, type Sources } from './source-graph.ts'

/** Modules to put on disk: their imports for the manifest, and their text. */
interface Batch {
  readonly outputs: Record<string, Output>
  readonly texts: Map<string, () => string>
}

/**
 * Writes compiled sources as modules of Node.js. A module that has not changed keeps its name, and with it, in a running
 * process, its state.
 *
 * @param written Names that are there already; added to.
 */
export async function emitSources(
  entries: readonly string[],
  sources: Sources,
  place: OutputPlace,
  written: Set<string> = new Set(),
): Promise<Manifest> {
  const names = toOutputNames(sources, place.portable ? '' : place.outDir)
  const batch: Batch = { outputs: {}, texts: new Map() }
  for (const [id, source] of sources) addModule(source, names.get(id) ?? '', { names, place, batch })
  const fresh = [...batch.texts].filter(([name]) => !written.has(name))
  for (const [name] of fresh) written.add(name)
  await writeAll(place.outDir, fresh)
  return { ...toEntries(entries, sources, names), outputs: batch.outputs }
}

interface Emission {
  readonly names: ReadonlyMap<string, string>
  readonly place: OutputPlace
  readonly batch: Batch
}

function addModule(source: Source, name: string, emission: Emission): void {
  const { batch, place } = emission
  const { map } = source
  const imports = source.imports.map((found) => toOutputImport(found, source, emission))
  batch.outputs[name] = { source: source.name, imports }
  batch.texts.set(name, () => toModuleText(source, name, imports))
  if (map !== undefined) batch.texts.set(`${name}.map`, () => toMapText(map, source, place))
}

function toOutputImport(found: SourceImport, importer: Source, emission: Emission): OutputImport {
  if (found.kind !== 'value') return toPlainImport(found, importer, emission)
  const inner = toPlainImport({ ...found, kind: 'require' }, importer, emission)
  const name = toBridgeName(inner.specifier)
  emission.batch.outputs[name] = { source: toTargetName(found), imports: [inner] }
  emission.batch.texts.set(name, () => toBridgeText(name, inner.specifier))
  return { kind: 'static', specifier: `./${name}`, output: name }
}

function toPlainImport({ kind, target }: SourceImport, importer: Source, { names, place }: Emission): OutputImport {
  if (target.kind === 'source') {
    const output = names.get(target.id) ?? ''
    return { kind, output, specifier: `./${output}` }
  }
  if (target.name !== undefined) return { kind, specifier: target.name }
  const imported = kind === 'static' ? importer.format === 'esm' : kind === 'dynamic' && target.format === 'esm'
  return { kind, specifier: toFileSpecifier(target.file, imported ? 'url' : 'path', place) }
}

function toTargetName({ target }: SourceImport): string {
  if (target.kind === 'package') return target.name ?? target.file
  return target.id
}

function toEntries(
  entries: readonly string[],
  sources: Sources,
  names: ReadonlyMap<string, string>,
): Pick<Manifest, 'entries' | 'errors'> {
  const outputs: Record<string, string> = {}
  const errors: Record<string, CompileError> = {}
  const links = checkLinks(sources)
  for (const id of entries) {
    const source = sources.get(id)
    const output = names.get(id)
    if (source === undefined || output === undefined) continue
    outputs[source.name] = output
    for (const inner of toClosure(id, sources, EVALUATED_ALONG)) {
      const error = inner.error ?? links.get(inner.id)
      if (error !== undefined) errors[source.name] ??= error
    }
  }
  return { entries: outputs, errors }
}

// A system allows a process some thousands of open files; a large project has more.
const OPEN_FILES = 64

async function writeAll(
  outDir: string,
  files: readonly (readonly [name: string, toText: () => string])[],
): Promise<void> {
  for (let at = 0; at < files.length; at += OPEN_FILES) {
    const batch = files.slice(at, at + OPEN_FILES)
    await Promise.all(batch.map(([name, toText]) => writeFile(join(outDir, name), toText())))
  }
}
