import { equalJson, isObject, toSortedText } from '../schema/json.ts'

/** One difference between two documents. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed'
  /** Where, as keys joined by ` › `: `paths › /api/books › get › summary`. */
  readonly at: string
  /** Undefined for what was added. */
  readonly before?: unknown
  /** Undefined for what was removed. */
  readonly after?: unknown
}

/** All differences between two JSON values, a whole part being one difference when it came or went. */
export function diffJson(before: unknown, after: unknown, at: readonly string[] = []): Change[] {
  if (equalJson(before, after)) return []
  const place = at.join(' › ')
  if (before === undefined) return [{ kind: 'added', at: place, after }]
  if (after === undefined) return [{ kind: 'removed', at: place, before }]
  const [old, now] = [toEntries(before), toEntries(after)]
  if (!old || !now) return [{ kind: 'changed', at: place, before, after }]
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  const changes = keys.flatMap((key) => diffJson(old.get(key), now.get(key), [...at, key]))
  // Keys are all equal, so only their order is not.
  return changes.length > 0 ? changes : [{ kind: 'changed', at: place, before: 'order', after: 'order' }]
}

/** Members by name; lists of parameters and tags are told apart by their names, not by where they stand. */
function toEntries(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (isObject(value)) return new Map(Object.entries(value))
  if (!Array.isArray(value) || !value.every((one) => isObject(one) && typeof one['name'] === 'string')) return undefined
  return new Map(value.map((one) => [[one['in'], one['name']].filter(Boolean).join(' '), one]))
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const
const LONGEST_VALUE = 120

/** The changes for people, one line each. */
export function toDiffLines(changes: readonly Change[]): string[] {
  return changes.map(({ kind, at, before, after }) => {
    const what = kind === 'changed' ? `${short(before)} → ${short(after)}` : short(kind === 'added' ? after : before)
    return `${SIGNS[kind]} ${at}: ${what}`
  })
}

function short(value: unknown): string {
  const text = toSortedText(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text
}
