import type { MethodSet } from './method-set.ts'

/** Splits a set of methods so that every mask holds all of a part or none of it. */
export function partitionMethods(methods: MethodSet, masks: readonly MethodSet[]): MethodSet[] {
  let parts = [methods]
  for (const mask of new Set(masks)) {
    parts = parts.flatMap((part) => [part & mask, part & ~mask]).filter((part) => part !== 0)
  }
  return parts
}
