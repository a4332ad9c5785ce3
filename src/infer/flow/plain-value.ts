import type { Flow } from './flow.ts'
import type { ObjectValue, Value } from './value.ts'

/** A value that the code does not spell out. */
export class NotConstantError extends Error {
  override readonly name = 'NotConstantError'
}

/** The JavaScript value that constants in the code stand for; functions become ones that do nothing. */
export function toPlain(flow: Flow, value: Value | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined
    case 'constant':
    case 'zod':
      return value.value
    case 'array':
      if (value.isOpen) throw new NotConstantError('a list is not constant')
      return value.items.map((item) => toPlain(flow, item))
    case 'object':
      return toPlainObject(flow, value)
    case 'function':
      return (input: unknown) => input
    case 'opaque':
      if (value.node?.kind === 'Regex') return toRegExp(value.node.text)
      throw new NotConstantError('a part of it is only known at run time')
    default:
      throw new NotConstantError('a part of it is only known at run time')
  }
}

function toPlainObject(flow: Flow, value: ObjectValue): Record<string, unknown> {
  if (value.spreads.length > 0) throw new NotConstantError('an object spreads one that is not constant')
  const plain: Record<string, unknown> = {}
  for (const [key, entry] of value.entries) {
    if (entry.kind === 'function' && entry.isGetter) {
      Object.defineProperty(plain, key, {
        enumerable: true,
        get: () => toPlain(flow, flow.follow(entry, [], entry.fn)),
      })
    } else plain[key] = toPlain(flow, entry)
  }
  return plain
}

function toRegExp(text: string): RegExp {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? []
  return new RegExp(source, flags)
}

/** The JSON a constant stands for, or undefined when any of it is not constant. */
export function toExample(value: Value | undefined): { readonly value: unknown } | undefined {
  switch (value?.kind) {
    case 'constant':
      return value.value === undefined ? undefined : { value: value.value }
    case 'array': {
      if (value.isOpen) return undefined
      const items = value.items.map((item) => toExample(item))
      return items.every((item) => item !== undefined) ? { value: items.map((item) => item.value) } : undefined
    }
    case 'object':
      return value.spreads.length === 0 && !value.cls ? objectExample(value) : undefined
    default:
      return undefined
  }
}

function objectExample(value: ObjectValue): { readonly value: unknown } | undefined {
  const plain: Record<string, unknown> = {}
  for (const [key, entry] of value.entries) {
    if (entry.kind === 'constant' && entry.value === undefined) continue
    const example = toExample(entry)
    if (!example) return undefined
    plain[key] = example.value
  }
  return { value: plain }
}
