import path from 'node:path'
import type { Source } from './tree.ts'

const lineStarts = new WeakMap<Source, readonly number[]>()

/** One-based line of an offset. */
export function lineOf(source: Source, offset: number): number {
  let starts = lineStarts.get(source)
  if (!starts) {
    starts = [0, ...[...source.text.matchAll(/\n/g)].map((match) => match.index + 1)]
    lineStarts.set(source, starts)
  }
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** `pages/api/users.ts:12`, relative to `dir`, `/`-separated. */
export function toPlace(node: { native: unknown; source: Source }, dir: string): string {
  const name = path.relative(dir, node.source.file).split(path.sep).join('/')
  return `${name}:${lineOf(node.source, node.source.startOf(node.native))}`
}

/** The source text of a node on one line, at most `max` characters. */
export function textOf(node: { native: unknown; source: Source }, max = 40): string {
  const text = node.source.text.slice(node.source.startOf(node.native), node.source.endOf(node.native))
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > max ? `${line.slice(0, max - 1)}…` : line
}
