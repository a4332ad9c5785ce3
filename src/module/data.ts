import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { toBroken, toPlaceholder, type Source } from './source.ts'
import { toStamps } from './stamps.ts'

const STYLES = ['.css', '.scss', '.sass', '.less']
const SCRIPTS = ['', '.js', '.jsx', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts']
const IMAGES = ['.png', '.jpg', '.jpeg', '.gif', '.webp', '.avif', '.ico', '.bmp', '.svg']

/**
 * Compiles a file that is no script: JSON, a native addon, a style sheet (empty on a server), an image (its `src` is the
 * URL of the file on disk).
 *
 * @returns Undefined for scripts. What nobody can import is a module with an error.
 */
export async function compileData(id: string, name: string): Promise<Source | undefined> {
  const extension = extname(id)
  if (SCRIPTS.includes(extension)) return undefined
  const code = extension === '.json' ? await readJson(id, name) : (toDataCode(extension) ?? refuse(extension, name))
  const addon = extension === '.node'
  const target = { kind: 'package', file: id, format: 'cjs', name: undefined } as const
  return {
    id,
    name,
    format: 'cjs',
    map: undefined,
    exports: [],
    imports: addon ? [{ kind: 'require', target }] : [],
    stamps: toStamps([id]),
    error: undefined,
    ...(typeof code === 'string' ? { code } : code),
  }
}

function toDataCode(extension: string): string | undefined {
  if (extension === '.node') return `module.exports = require("${toPlaceholder(0)}")`
  if (STYLES.includes(extension)) return ''
  return IMAGES.includes(extension) ? 'module.exports = { src: __rehost_url }' : undefined
}

function refuse(extension: string, name: string): Pick<Source, 'code' | 'error'> {
  const message = `${extension} files cannot be imported; read them with node:fs`
  return toBroken({ message, place: { file: name, line: 1, column: 1 }, frame: '' })
}

async function readJson(id: string, name: string): Promise<string | Pick<Source, 'code' | 'error'>> {
  const text = (await readFile(id, 'utf8')).replace(/^\uFEFF/, '')
  try {
    JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return toBroken({ message, place: { file: name, line: 1, column: 1 }, frame: '' })
  }
  // An object literal would take `__proto__` for the prototype.
  return `module.exports = JSON.parse(${JSON.stringify(text)})`
}
