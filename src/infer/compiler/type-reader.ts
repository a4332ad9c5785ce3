import type { AnyNode } from '../syntax/tree.ts'
import type { TsNode } from '../syntax/typescript-node.ts'
import type { Shape, Type, TypeReader } from './compiler.ts'
import { createDescriber } from './describe.ts'
import type { TypeApi } from './type-api.ts'

// A node that is asked about was made by this reader's compiler.
const nativeOf = (node: AnyNode): TsNode | undefined => node.native as TsNode | undefined

const ask = <R>(node: AnyNode, question: (native: TsNode) => R | undefined): R | undefined => {
  const native = nativeOf(node)
  if (!native) return undefined
  try {
    return question(native)
  } catch {
    // A checker that trips over one expression says nothing about it; the rest of the route stands.
    return undefined
  }
}

// What the checker trips over is not known; everything around it still is.
function orElse<R>(answer: () => R, fallback: R): R {
  try {
    return answer()
  } catch {
    return fallback
  }
}

function describeSafely(describe: () => Shape): Shape {
  const shape = orElse<Shape>(describe, { kind: 'unknown' })
  if (shape.kind !== 'record') return shape
  return {
    ...shape,
    properties: () => orElse(() => shape.properties(), []),
    index: () => orElse(() => shape.index(), undefined),
  }
}

/** Answers the analysis's questions with a compiler's own types. */
export function createTypeReader<T extends Type, S>(api: TypeApi<T, S>): TypeReader {
  const describe = createDescriber(api)
  const { flags } = api
  // A handle given to `own` was made by this reader.
  const own = (type: Type): T => type as T
  const isKnown = (type: Type | undefined): type is Type => {
    if (!type || type.flags & (flags.Any | flags.Unknown | flags.Never)) return false
    return !(type.flags & flags.TypeParameter) || isKnown(api.constraint(own(type)))
  }
  return {
    typeOf: (node) => ask(node, (native) => api.typeAt(native)),
    contextualTypeOf: (node) => ask(node, (native) => api.contextualType(native)),
    declaredType: (node) => ask(node, (native) => api.fromTypeNode(native)),
    parameterType: (call, index) => ask(call, (native) => api.parameterType(native, index)),
    property: (type, name) => {
      const symbol = api.property(own(type), name)
      return symbol && api.symbolTypes([symbol])[0]
    },
    isAssignable: (from, to) => api.isAssignable(own(from), own(to)),
    isKnown,
    describe: (type) => describeSafely(() => describe(own(type))),
    idOf: (type) => api.idOf(own(type)),
  }
}
