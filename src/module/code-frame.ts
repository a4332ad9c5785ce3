/** A place in a source file; line and column count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

const LINES_AROUND = 2

/**
 * Shows a place in its text, two lines before and after it:
 *
 *     > 3 | const x = = 1
 *         |           ^
 *
 * @returns The frame; empty when the text has no such line.
 */
export function toCodeFrame(text: string, { line, column }: Omit<Place, 'file'>): string {
  const lines = text.split('\n')
  if (line < 1 || line > lines.length) return ''
  const first = Math.max(1, line - LINES_AROUND)
  const last = Math.min(lines.length, line + LINES_AROUND)
  const width = String(last).length
  const rows: string[] = []
  for (let number = first; number <= last; number += 1) {
    const mark = number === line ? '>' : ' '
    rows.push(`${mark} ${String(number).padStart(width)} | ${lines[number - 1] ?? ''}`.trimEnd())
    if (number === line) rows.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1))}^`)
  }
  return rows.join('\n')
}
