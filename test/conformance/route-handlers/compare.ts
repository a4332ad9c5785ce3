import { type Difference, shorten } from '../outcome.ts'
import type { HeaderLines, RouteAnswer, RouteCase } from './requests.ts'

// Of the connection, not of the answer.
const NOT_COMPARED = new Set(['date', 'keep-alive'])
// Differs between any two HTML pages.
const PAGE_NOISE = new Set([
  'etag',
  'content-length',
  'transfer-encoding',
  'x-nextjs-cache',
  'x-nextjs-prerender',
  'x-nextjs-stale-time',
  'x-powered-by',
])
const MAPPED = '::ffff:127.0.0.1'
const UNMAPPED = '127.0.0.1'
const FACTS = [
  'status',
  'statusText',
  'complete',
  'error',
  'aborted',
  'streamed',
  'continue',
  'trailers',
  'httpMinor',
  'interim',
] as const

/**
 * Where two answers differ, beyond what the case says to ignore.
 *
 * JSON bodies are compared by value, headers as the list of values under each name. The recordings were made on a
 * dual-stack socket, so an IPv4 client's address stands there in its mapped form; both spellings are one.
 */
export function compareAnswers(expected: RouteAnswer, got: RouteAnswer, rules: RouteCase): Difference[] {
  const a = prepare(expected, rules)
  const b = prepare(got, rules)
  return [
    ...FACTS.flatMap((fact) => compareValues(fact, a[fact], b[fact])),
    ...compareHeaders(a, b),
    ...compareBodies(a.body, b.body),
  ]
}

function prepare(answer: RouteAnswer, { ignore = [], loose = [] }: RouteCase): RouteAnswer {
  const copy: RouteAnswer = JSON.parse(JSON.stringify(answer).replaceAll(MAPPED, UNMAPPED))
  shortenBy(copy, (JSON.stringify(answer.body ?? '').split(MAPPED).length - 1) * (MAPPED.length - UNMAPPED.length))
  for (const part of ignore) Reflect.deleteProperty(copy, part)
  for (const at of loose) deleteAt(copy.body, ['json', ...at.split('.')])
  return copy
}

function shortenBy(answer: RouteAnswer, bytes: number): void {
  if (bytes === 0) return
  for (const line of answer.headers ?? []) if (line[0] === 'content-length') line[1] = String(Number(line[1]) - bytes)
}

function deleteAt(target: unknown, [key = '', ...rest]: string[]): void {
  if (typeof target !== 'object' || target === null) return
  if (rest.length) deleteAt(Reflect.get(target, key), rest)
  else Reflect.deleteProperty(target, key)
}

function compareValues(at: string, a: unknown, b: unknown): Difference[] {
  if (canonical(a) === canonical(b)) return []
  return [{ at, expected: shorten(a ?? '(absent)'), got: shorten(b ?? '(absent)') }]
}

/** JSON text with sorted keys. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    isPlainObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function compareHeaders(a: RouteAnswer, b: RouteAnswer): Difference[] {
  const bothPages = a.body === '<html>' && b.body === '<html>'
  const [expected, got] = [groupByName(a.headers, bothPages), groupByName(b.headers, bothPages)]
  return [...new Set([...expected.keys(), ...got.keys()])].flatMap((name) =>
    compareValues(`header ${name}`, expected.get(name), got.get(name)),
  )
}

function groupByName(lines: HeaderLines = [], isPage: boolean): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of lines) {
    if (NOT_COMPARED.has(name) || (isPage && PAGE_NOISE.has(name))) continue
    groups.set(name, [...(groups.get(name) ?? []), value])
  }
  return groups
}

function compareBodies(a: unknown, b: unknown): Difference[] {
  if (isPlainObject(a) && isPlainObject(b) && 'json' in a && 'json' in b)
    return compareMembers('body', a['json'], b['json'])
  return compareValues('body', a, b)
}

function compareMembers(at: string, a: unknown, b: unknown): Difference[] {
  if (!isPlainObject(a) || !isPlainObject(b)) return compareValues(at, a, b)
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    compareMembers(`${at}.${key}`, a[key], b[key]),
  )
}
