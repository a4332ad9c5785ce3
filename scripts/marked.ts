import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')

/** A file of the repository as text. */
export const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')

/**
 * Puts text between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws {Error} When the page has no such place.
 */
export function fillMarked(page: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const start = page.indexOf(open)
  const end = page.indexOf(close)
  if (start === -1 || end < start) throw new Error(`There is no ${open} … ${close}`)
  return `${page.slice(0, start)}${open}\n\n${text.trim()}\n\n${page.slice(end)}`
}

/** Writes a page's marked part anew. */
export function writeMarked(file: string, name: string, text: string): void {
  writeFileSync(path.join(ROOT, file), fillMarked(read(file), name, text))
}
