/** A JSON object whose values are not known yet. */
export type JsonObject = { readonly [key: string]: unknown }

/** True for an object that is neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as JSON text with sorted keys: equal values give equal text. Two spaces deep when `pretty`. */
export function toSortedText(value: unknown, pretty = false): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => (isObject(inner) ? sorted(inner) : inner), pretty ? 2 : 0) ?? ''
  )
}

function sorted(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** True when both values would be the same JSON, whatever the order of their keys. */
export function equalJson(a: unknown, b: unknown): boolean {
  return a === b || toSortedText(a) === toSortedText(b)
}

/**
 * Lays one JSON value over another: objects merge key by key, anything else replaces what was below.
 *
 * @param below What is replaced where `above` has something to say; not changed.
 * @param above What wins. `undefined` leaves the value below.
 */
export function mergeJson(below: unknown, above: unknown): unknown {
  if (above === undefined) return below
  if (!isObject(below) || !isObject(above)) return above
  const merged: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) setOwn(merged, key, mergeJson(merged[key], value))
  return merged
}

// Assigning to `__proto__` would change the prototype instead of adding a key.
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
