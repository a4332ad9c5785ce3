import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Manifest, Output, OutputImport } from './manifest.ts'
import type { CompileError, Source, SourceImport } from './source.ts'
import { PLACEHOLDER } from './source.ts'
import { RUNTIME_FILE } from './runtime.ts'
import { toClosure, type Sources } from './source-graph.ts'
import { isVirtual } from './virtual.ts'

export interface EmitOptions {
  /** Where to put the modules; the folder exists and holds the runtime. */
  readonly outDir: string
  /** The project folder. */
  readonly dir: string
  /** True when the folder will be moved: packages and sources are named relative to it. */
  readonly portable: boolean
  /** Names already there; added to. */
  readonly written: Set<string>
}

/**
 * Writes compiled sources as modules of Node.js. A name is made from all the module's text rests on, so one that has not
 * changed keeps its name, and with it, in a running process, its state.
 */
export async function emitSources(
  entries: readonly string[],
  sources: Sources,
  options: EmitOptions,
): Promise<Manifest> {
  const names = toOutputNames(sources, options)
  const outputs: Record<string, Output> = {}
  const writes: Promise<void>[] = []
  for (const [id, name] of names) {
    const source = sources.get(id)
    if (source === undefined) continue
    const imports = source.imports.map((found) => toOutputImport(found, source, names, options))
    outputs[name] = { source: source.name, imports }
    if (options.written.has(name)) continue
    options.written.add(name)
    writes.push(writeModule(source, name, imports, options))
  }
  await Promise.all(writes)
  return { ...toEntries(entries, sources, names), outputs }
}

function toEntries(
  entries: readonly string[],
  sources: Sources,
  names: ReadonlyMap<string, string>,
): Pick<Manifest, 'entries' | 'errors'> {
  const outputs: Record<string, string> = {}
  const errors: Record<string, CompileError> = {}
  for (const id of entries) {
    const source = sources.get(id)
    const output = names.get(id)
    if (source === undefined || output === undefined) continue
    outputs[source.name] = output
    const broken = toClosure(id, sources, ['static', 'require']).find((inner) => inner.error !== undefined)
    if (broken?.error !== undefined) errors[source.name] = broken.error
  }
  return { entries: outputs, errors }
}

function toOutputNames(sources: Sources, options: EmitOptions): Map<string, string> {
  const hashes = new Map([...sources].map(([id, source]) => [id, toHash(toFingerprint(source))]))
  const names = new Map<string, string>()
  for (const [id, source] of sources) {
    const parts = toClosure(id, sources).map((inner) => `${inner.name} ${hashes.get(inner.id) ?? ''}`)
    const place = options.portable ? '' : options.outDir
    const hash = toHash([source.name, place, ...parts].join('\n')).slice(0, 12)
    const readable = source.name.replaceAll(/[^\w.-]+/g, '_').slice(-80)
    names.set(id, `${readable}-${hash}.${source.format === 'esm' ? 'mjs' : 'cjs'}`)
  }
  return names
}

function toFingerprint(source: Source): string {
  const packages = source.imports.map(({ target }) => (target.kind === 'package' ? target.file : target.id))
  return [source.format, source.code, ...packages].join('\n')
}

function toHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function toOutputImport(
  { kind, target }: SourceImport,
  importer: Source,
  names: ReadonlyMap<string, string>,
  { outDir, portable }: EmitOptions,
): OutputImport {
  if (target.kind === 'source') {
    const output = names.get(target.id) ?? ''
    return { kind, output, specifier: `./${output}` }
  }
  if (target.name !== undefined) return { kind, specifier: target.name }
  const path = portable ? toRelative(outDir, target.file) : target.file
  // `import` takes URLs; all else is put out as require(), which takes paths.
  const imported = kind === 'static' ? importer.format === 'esm' : kind === 'dynamic' && target.format === 'esm'
  if (!imported) return { kind, specifier: path }
  return { kind, specifier: portable ? encodeURI(path) : pathToFileURL(path).href }
}

function toRelative(from: string, to: string): string {
  const path = relative(from, to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

async function writeModule(
  source: Source,
  name: string,
  imports: readonly OutputImport[],
  options: EmitOptions,
): Promise<void> {
  const body = source.code
    .replaceAll(/(?<![.\w$])(?:__)?require\d*\(("rehost-import:\d+")\)/g, '__rehost.require($1)')
    .replaceAll(PLACEHOLDER, (whole, index: string) => JSON.stringify(imports[Number(index)]?.specifier ?? whole))
  const withMap = source.map === undefined ? '' : `\n//# sourceMappingURL=${encodeURIComponent(name)}.map\n`
  const text = source.format === 'esm' ? toEsmText(source, body, name) : toCommonJsText(source, body)
  await writeFile(join(options.outDir, name), text + withMap)
  if (source.map !== undefined) {
    await writeFile(join(options.outDir, `${name}.map`), toMap(source, source.map, options))
  }
}

// On the first line of the text, where esbuild puts comments or its own functions: no source position moves.
function toEsmText(source: Source, body: string, name: string): string {
  const own = body.includes('typeof require !== "undefined" ? require') ? ['require'] : []
  const head = `import __rehost from "./${RUNTIME_FILE}"; ${toPlaceNames(source, body, own)}`
  return `${head}${body}\n__rehost.evaluated.add(${JSON.stringify(name)});`
}

function toCommonJsText(source: Source, body: string): string {
  // Directives count only at the very start.
  const directives = /^(?:(?:"[^"\n]*"|'[^'\n]*');?\s*)*/.exec(body)?.[0] ?? ''
  const rest = body.slice(directives.length)
  const shadow = /\brequire\b/.test(rest.replaceAll('__rehost.require', ''))
    ? `require = __rehost.source(${JSON.stringify(source.name)}).require; `
    : ''
  return `${directives}var __rehost = require("./${RUNTIME_FILE}"); ${toPlaceNames(source, rest, [])}${shadow}${rest}`
}

function toPlaceNames(source: Source, body: string, more: readonly string[]): string {
  const places = ['url', 'file', 'dir'].filter((place) => body.includes(`__rehost_${place}`))
  const fields = [...places.map((place) => `${place}: __rehost_${place}`), ...more]
  return fields.length === 0 ? '' : `const { ${fields.join(', ')} } = __rehost.source(${JSON.stringify(source.name)}); `
}

function toMap(source: Source, map: string, { outDir, dir, portable }: EmitOptions): string {
  const parsed: { sources: string[] } = JSON.parse(map)
  const file = isVirtual(source.id) ? source.id : join(dir, source.name)
  const place = portable ? encodeURI(toRelative(outDir, file)) : pathToFileURL(file).href
  return JSON.stringify({
    ...parsed,
    sources: parsed.sources.map((name) => (name.startsWith('source:') ? place : name)),
  })
}
