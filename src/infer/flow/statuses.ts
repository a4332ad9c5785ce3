import type { Flow } from './flow.ts'
import { nodeOf, optionsOf, type Status, type Value } from './value.ts'

/** The statuses an expression can stand for; `default` when it is not known before the call. */
export function statusesOf(flow: Flow, value: Value | undefined): Status[] {
  if (!value) return [200]
  const options = optionsOf(value)
  const statuses = options.flatMap((option) => statusOf(flow, option))
  const known = statuses.filter((status) => status !== 'default')
  // `error.statusCode || 500`: errors nobody was seen to throw carry no status of their own.
  const isCaught = options.some((option) => option.kind === 'opaque' && option.target?.kind === 'caught')
  const unique = [...new Set(isCaught && known.length > 0 ? known : statuses)]
  return unique.length === 0 ? ['default'] : unique
}

function statusOf(flow: Flow, value: Value): Status[] {
  if (value.kind === 'constant') return typeof value.value === 'number' && isStatus(value.value) ? [value.value] : []
  const node = nodeOf(value)
  const { types } = flow.project.compiler
  const type = node && types?.typeOf(node)
  if (!types || !type) return ['default']
  const shape = types.describe(type)
  if (shape.kind === 'literal') return typeof shape.value === 'number' ? [shape.value] : ['default']
  if (shape.kind === 'enum')
    return shape.values.length < 10 ? shape.values.filter((item) => typeof item === 'number') : ['default']
  if (shape.kind !== 'union' || shape.members.length > 10) return ['default']
  return shape.members.map((member) => {
    const part = types.describe(member)
    return part.kind === 'literal' && typeof part.value === 'number' ? part.value : 'default'
  })
}

const isStatus = (value: number): boolean => Number.isInteger(value) && value >= 100 && value < 600
