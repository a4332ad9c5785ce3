import { createHash } from 'node:crypto'
import { isObject } from '../schema/json.ts'
import type { Difference, IsIgnored } from './difference.ts'

/** Differences of one body that are told; who has more has another body. */
const MOST_DIFFERENCES = 20

/** Compares two JSON values, path by path. A value of `Number.NaN` or the like cannot come from JSON. */
export function compareValues(a: unknown, b: unknown, isIgnored: IsIgnored): Difference[] {
  const found: Difference[] = []
  const visit = (path: string, left: unknown, right: unknown): void => {
    if (found.length >= MOST_DIFFERENCES || isIgnored(path)) return
    if (Array.isArray(left) && Array.isArray(right)) {
      for (let i = 0; i < Math.max(left.length, right.length); i += 1) visit(`${path}[${i}]`, left[i], right[i])
    } else if (isObject(left) && isObject(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
        visit(toPath(path, key), own(left, key), own(right, key))
      }
    } else if (left !== right) found.push({ path, a: left, b: right })
  }
  visit('body', a, b)
  return found
}

const own = (value: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined

const toPath = (path: string, key: string): string =>
  /^[\w$-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`

/** Compares two texts: by the first line that differs. */
export function compareTexts(a: string, b: string): Difference[] {
  if (a === b) return []
  const [left, right] = [a, b].map((text) => text.split('\n'))
  const line = (left ?? []).findIndex((one, index) => one !== right?.[index])
  const at = line < 0 ? (left?.length ?? 0) : line
  return [{ path: `body:${at + 1}`, a: left?.[at], b: right?.[at] }]
}

/** Compares what is neither JSON nor text. */
export function compareBytes(a: Buffer, b: Buffer): Difference[] {
  return a.equals(b) ? [] : [{ path: 'body', a: toDigest(a), b: toDigest(b) }]
}

const toDigest = (bytes: Buffer): string =>
  `${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`
