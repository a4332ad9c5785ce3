import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeMachine, readNodeVersion } from './machine.ts'

const toLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Rows as a Markdown table. The first column is aligned left, the others right when they are figures. */
export function toTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: 'figures' | 'text' = 'figures',
): string {
  const rule = head.map((_, index) => (index === 0 || columns === 'text' ? '---' : '---:'))
  return [toLine(head), toLine(rule), ...rows.map(toLine)].join('\n')
}

/** A figure with three significant digits and thousands kept readable: `0.935`, `12.3`, `48,100`. */
export function toFigure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 1000) return Number(value.toPrecision(3)).toLocaleString('en-US')
  return value.toPrecision(3)
}

/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->` in a document, and adds the pair at its end when the
 * document has none.
 */
export function replaceSection(document: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const section = `${open}\n${text.trim()}\n${close}`
  const start = document.indexOf(open)
  const end = document.indexOf(close)
  if (start < 0 || end < start) return `${document.trimEnd()}\n\n${section}\n`
  return document.slice(0, start) + section + document.slice(end + close.length)
}

/** Where a table goes and what it was made with. */
export interface Section {
  /** The document below docs/: `performance.md`. */
  readonly document: string
  /** The name between the markers: `throughput`. The major version of Node.js is added to it. */
  readonly name: string
  readonly node: string
  /** What was run, as words for the line above the table. */
  readonly how: string
}

/** Prints a result, and writes it into its document when asked to. */
export function publish(section: Section, text: string, write: boolean): void {
  const version = readNodeVersion(section.node)
  const body = `Node.js ${version}. ${section.how} ${describeMachine()}.\n\n${text}`
  console.log(`\n${body}\n`)
  if (!write) return
  const file = fileURLToPath(new URL(`../docs/${section.document}`, import.meta.url))
  const name = `${section.name} node${version.slice(1).split('.')[0]}`
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), name, body))
}
