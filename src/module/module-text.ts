import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OutputImport } from './manifest.ts'
import { toRelative, type OutputPlace } from './output-place.ts'
import { RUNTIME_FILE } from './runtime.ts'
import { PLACEHOLDER, type Source } from './source.ts'

const REQUIRE = /(?<![.\w$])(?:__)?require\d*\(("rehost-import:\d+")\)/g
// How esbuild lets an ES module use require(), if it does.
const REQUIRE_SHIM = 'typeof require !== "undefined" ? require'

/**
 * The text of a compiled module, as it is put on disk: imports named, and the runtime in front.
 *
 * @param name The output's own name.
 * @param imports In the order of the placeholders.
 */
export function toModuleText(source: Source, name: string, imports: readonly OutputImport[]): string {
  const body = source.code
    .replaceAll(REQUIRE, '__rehost.require($1)')
    .replaceAll(PLACEHOLDER, (whole, index: string) => JSON.stringify(imports[Number(index)]?.specifier ?? whole))
  const text = source.format === 'esm' ? toEsmText(source, body, name) : toCommonJsText(source, body)
  return source.map === undefined ? text : `${text}\n//# sourceMappingURL=${encodeURIComponent(name)}.map\n`
}

/**
 * An ES module whose default export is what a CommonJS module exports. Imported directly, one that throws would also
 * raise an unhandled rejection in Node.js 20.
 */
export function toBridgeText(name: string, specifier: string): string {
  const value = `__rehost.require(${JSON.stringify(specifier)})`
  return `import __rehost from "./${RUNTIME_FILE}"; export default ${value}\n${toFooter(name)}\n`
}

// On the first line of the text, where esbuild puts comments or its own functions: no source position moves.
function toEsmText(source: Source, body: string, name: string): string {
  const own = body.includes(REQUIRE_SHIM) ? ['require'] : []
  return `import __rehost from "./${RUNTIME_FILE}"; ${toPlaceNames(source, body, own)}${body}\n${toFooter(name)}`
}

// Only a module that was evaluated to its end gets here.
function toFooter(name: string): string {
  return `__rehost.evaluated.add(${JSON.stringify(name)});`
}

function toCommonJsText(source: Source, body: string): string {
  // Directives count only at the very start.
  const directives = /^(?:(?:"[^"\n]*"|'[^'\n]*');\s*)*/.exec(body)?.[0] ?? ''
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

/** The source map of a compiled module, naming the source by a URL, or relative to the output where that is moved. */
export function toMapText(map: string, source: Source, { outDir, dir, portable }: OutputPlace): string {
  const parsed: { sources: string[] } = JSON.parse(map)
  const file = join(dir, source.name)
  const place = portable ? encodeURI(toRelative(outDir, file)) : pathToFileURL(file).href
  const sources = parsed.sources.map((name) => (name.startsWith('source:') ? place : name))
  return JSON.stringify({ ...parsed, sources })
}
