import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { PackageIndex } from './package-facts.ts'

/** ES module or CommonJS. */
export type Format = 'esm' | 'cjs'

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.mjs': 'esm',
  '.mts': 'esm',
  '.cjs': 'cjs',
  '.cts': 'cjs',
  '.json': 'cjs',
  '.node': 'cjs',
}
const SCRIPTS = ['.js', '.jsx', '.ts', '.tsx']
const WORDS = 'default|const|let|var|function|async|class|abstract|enum|type|interface|declare|namespace|import'
const EXPORT = new RegExp(String.raw`(?:^|[;}\n])\s*export\s*(?:[{*]|(?:${WORDS})\b)`)
const IMPORT = /(?:^|[;}\n])\s*import\s*(?:["'{*]|[\w$]+\s*(?:,|from\b))|\bimport\.meta\b/
const COMMONJS = /\bmodule\.exports\b|\bexports\.[\w$]+\s*=|\bexports\[|["']__esModule["']|\bexport\s*=/
const AWAIT = /^(?:(?:const|let|var)\s[^=]+=\s*)?await\b/m

/**
 * Decides what a file is, as bundlers do: by extension, by the `type` of the nearest package.json, else by its syntax.
 * A file that both imports and assigns `module.exports` is CommonJS.
 *
 * @param file Absolute path; it is read only where its name does not decide.
 */
export function readFormat(file: string, packages: PackageIndex): Format {
  const extension = extname(file)
  const known = BY_EXTENSION[extension]
  if (known !== undefined) return known
  if (!SCRIPTS.includes(extension)) return 'cjs'
  const type = packages.nearest(file)?.type
  if (type === 'module') return 'esm'
  return toFormat(readFileSync(file, 'utf8'))
}

/** Decides by syntax alone. A text that shows neither is CommonJS, as for Node.js. */
export function toFormat(text: string): Format {
  if (EXPORT.test(text)) return COMMONJS.test(text) ? toFormatWithoutComments(text) : 'esm'
  if (COMMONJS.test(text)) return 'cjs'
  return IMPORT.test(text) || AWAIT.test(text) ? 'esm' : 'cjs'
}

// `export` beside `module.exports`: one of them is most likely in a comment or a template.
function toFormatWithoutComments(text: string): Format {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|[\s;{}])\/\/[^\n]*|`(?:\\[\s\S]|[^`\\])*`/g, '')
  return EXPORT.test(bare) ? 'esm' : 'cjs'
}
