import type { JsonSchema } from './facts.ts'
import { equalJson } from './json.ts'
import { componentsIn, renameComponents } from './walk.ts'

/** Named schemas as requests and as responses see them; a name may be missing on one side. */
export interface BothDirections {
  readonly input: Readonly<Record<string, JsonSchema>>
  readonly output: Readonly<Record<string, JsonSchema>>
}

/** Final names: `rename` turns `Book|input` into what `components` calls it. */
export interface Settled {
  readonly components: Readonly<Record<string, JsonSchema>>
  readonly rename: (name: string) => string
}

/**
 * Gives named schemas their final names: `Book` when requests and responses see the same schema or only one of them
 * uses it, `BookInput` and `BookOutput` when they differ.
 */
export function settleNames(both: BothDirections): Settled {
  const different = findDifferent(both)
  const rename = (tagged: string): string => {
    const [name = tagged, direction] = tagged.split('|')
    if (direction === undefined || !different.has(name)) return name
    return name + (direction === 'input' ? 'Input' : 'Output')
  }
  const components: Record<string, JsonSchema> = {}
  for (const direction of ['input', 'output'] as const) {
    for (const [name, schema] of Object.entries(both[direction])) {
      components[rename(`${name}|${direction}`)] = renameComponents(schema, rename)
    }
  }
  return { components, rename }
}

/** The schema with its references freed of their direction. */
function plain(schema: JsonSchema): JsonSchema {
  return renameComponents(schema, (name) => name.split('|')[0] ?? name)
}

/** Names that differ by themselves, and then those that refer to one that does, until no more are found. */
function findDifferent({ input, output }: BothDirections): ReadonlySet<string> {
  const shared = Object.keys(input).filter((name) => output[name] !== undefined)
  const different = new Set(shared.filter((name) => !equalJson(plain(input[name] ?? {}), plain(output[name] ?? {}))))
  for (let before = -1; before !== different.size;) {
    before = different.size
    for (const name of shared) {
      const used = [...componentsIn(plain(input[name] ?? {}))]
      if (used.some((other) => different.has(other))) different.add(name)
    }
  }
  return different
}
