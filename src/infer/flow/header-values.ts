import { optionsOf, type Value } from './value.ts'

/** The text of a constant; a list of constants joined as a header would be. */
export function textOfValue(value: Value | undefined): string | undefined {
  if (value?.kind === 'constant')
    return value.value === undefined || value.value === null ? undefined : String(value.value)
  if (value?.kind !== 'array') return undefined
  const parts = value.items.map((item) => textOfValue(item))
  return parts.every((part) => part !== undefined) ? parts.join(', ') : undefined
}

/** Header names (lower case) and values of an object literal; true for a value that is not constant. */
export function headerEntries(value: Value | undefined): Record<string, string | true> {
  const headers: Record<string, string | true> = {}
  for (const option of value ? optionsOf(value) : []) {
    if (option.kind !== 'object') continue
    for (const [name, part] of option.entries) headers[name.toLowerCase()] = textOfValue(part) ?? true
    for (const spread of option.spreads) Object.assign(headers, headerEntries(spread))
  }
  return headers
}
