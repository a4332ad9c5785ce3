import type { Type } from '../compiler/compiler.ts'
import type { JsonSchema } from '../../schema/facts.ts'
import type { DocComment } from '../syntax/doc-comment.ts'
import type { AnyNode } from '../syntax/tree.ts'
import type { MethodSet } from './method-set.ts'
import type { State } from './state.ts'
import type { BodyFormat, InputPlace, InputValue, Status, Value } from './value.ts'

/** One answer a handler was seen to give. */
export interface FoundResponse {
  readonly methods: MethodSet
  readonly status: Status
  readonly headers: State['headers']
  /** Undefined when there is no body. */
  readonly contentType: string | undefined
  /** What was sent as JSON or text; undefined for streams and empty answers. */
  readonly body: Value | undefined
  readonly isStream: boolean
  /** `T` of `NextApiResponse<T>`, when it says anything. */
  readonly declared: Type | undefined
  readonly isFailure: boolean
  readonly from: 'literal' | 'thrown' | 'guess'
  readonly node: AnyNode | undefined
}

/** How a part of the request was seen to be used. */
export interface Use {
  readonly schema?: JsonSchema
  /** A type the code gives it; says more than `schema`. */
  readonly type?: Type
  readonly fallback?: unknown
  readonly isRequired?: boolean
  readonly example?: unknown
  readonly isList?: boolean
}

/** A named part of the request that the handler reads. */
export interface FoundRead {
  readonly methods: MethodSet
  readonly place: InputPlace
  readonly path: readonly string[]
  readonly format: BodyFormat
  readonly use: Use
  readonly node: AnyNode | undefined
}

/** A schema or type for a whole place of the request. */
export interface FoundWhole {
  readonly methods: MethodSet
  readonly place: InputPlace
  readonly path: readonly string[]
  readonly format: BodyFormat
  readonly type: Type | undefined
  /** A rebuilt zod schema. */
  readonly zod: unknown
  readonly schema: JsonSchema | undefined
  readonly node: AnyNode | undefined
}

/** What following a handler brings to light. */
export interface Findings {
  readonly responses: FoundResponse[]
  readonly reads: FoundRead[]
  readonly wholes: FoundWhole[]
  readonly notes: Set<string>
  /** Doc comments of functions that answer some methods alone. */
  readonly docs: { readonly methods: MethodSet; readonly docs: DocComment }[]
  /** Methods the code names. */
  touched: MethodSet
}

export function createFindings(): Findings {
  return { responses: [], reads: [], wholes: [], notes: new Set(), docs: [], touched: 0 }
}

/** Repeats in `target` what a remembered function call was found to do, for the methods that reach the call. */
export function replayFindings(source: Findings, target: Findings, methods: MethodSet): void {
  const here = <T extends { readonly methods: MethodSet }>(found: T): T => ({ ...found, methods })
  target.responses.push(...source.responses.map(here))
  target.reads.push(...source.reads.map(here))
  target.wholes.push(...source.wholes.map(here))
  for (const note of source.notes) target.notes.add(note)
}

export function addRead(findings: Findings, state: State | undefined, input: InputValue, use: Use = {}): void {
  if (!state) return
  const { place, path, format, node } = input
  findings.reads.push({ methods: state.methods, place, path, format, use, node })
}
