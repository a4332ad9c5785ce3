import { toJsonSchema } from '../schema/zod.ts'
import { isObject } from '../schema/json.ts'
import { compileSchema, toProblemError, type Ask, type Verdict } from './ask-schema.ts'
import type { Operation, Schema } from './contract.ts'
import { propertiesOf } from './contract-schemas.ts'
import { isSchema } from './is-schema.ts'
import { matchMedia, toBodyKind, toEssence, type BodyKind } from './media-type.ts'
import { toProblem, type Problem, type ProblemError } from './problem.ts'
import type { RouteContract } from './read-contract.ts'
import { createReader, type Reader } from './wire.ts'

/** The values of a request, as its handler would see them. */
export interface RequestParts {
  readonly params: unknown
  readonly query: unknown
  /** Names in lower case. */
  readonly headers: unknown
  readonly cookies: unknown
  /** What the body parser made of the body; see `bodyRead`. */
  readonly body: unknown
  /** False when the handler reads the stream itself: the body is not checked then. */
  readonly bodyRead: boolean
  /** As sent; decides which of several schemas the body is held against. */
  readonly contentType: string | undefined
}

/** `values` are the raw ones, or what the schemas made of them where the contract says `parsed: true`. */
export type CheckResult =
  { readonly ok: true; readonly values: RequestParts } | { readonly ok: false; readonly problem: Problem }

/** The compiled request side of one operation of a contract. */
export interface OperationCheck {
  /** True when `check` hands on what the schemas made of the values. */
  readonly parsed: boolean
  /** The parts the contract states; the others need not be gathered. */
  readonly uses: Readonly<Record<'params' | 'query' | 'headers' | 'cookies' | 'body', boolean>>
  /** How to read a body of this type so that `check` can look at it; undefined when it need not be read. */
  bodyKind(contentType: string | undefined): BodyKind | undefined
  /** Before the body is read: 415 for a body whose media type is not in the contract, else undefined. */
  checkMedia(contentType: string | undefined, hasBody: boolean): Problem | undefined
  /** After it: 422 when values break the contract. At once, unless a schema has asynchronous checks. */
  check(parts: RequestParts): CheckResult | Promise<CheckResult>
}

/** Checks by method, upper case; a method without request validation has none. */
export type ContractChecks = ReadonlyMap<string, OperationCheck>

/** Prepares the checks of a route's contract; done once, when the module is loaded. */
export function compileContract({ operations }: RouteContract): ContractChecks {
  const checks = new Map<string, OperationCheck>()
  for (const [method, spec] of Object.entries(operations)) {
    if (checksRequests(spec)) checks.set(method, compileOperation(spec))
  }
  const get = checks.get('GET')
  // RFC 9110 §9.3.2: HEAD is GET without the content of the answer, so it takes the same request.
  if (get && !checks.has('HEAD') && !operations.HEAD) checks.set('HEAD', get)
  return checks
}

function checksRequests({ validate }: Operation): boolean {
  return isObject(validate) ? validate['request'] !== false : validate !== false
}

type Place = 'params' | 'query' | 'headers' | 'cookies' | 'body'

const IN: Readonly<Record<Place, ProblemError['in']>> = {
  params: 'path',
  query: 'query',
  headers: 'header',
  cookies: 'cookie',
  body: 'body',
}

interface Part {
  readonly place: Place
  readonly ask: Ask
}

interface Bodies {
  /** Asks by media type; undefined for a type that is allowed and has no schema. */
  readonly byType: ReadonlyMap<string, Ask | 'any'>
  readonly required: boolean
}

function compileOperation(spec: Operation): OperationCheck {
  const parts = (['params', 'query', 'headers', 'cookies'] as const).flatMap((place): Part[] => {
    const schema = spec[place]
    return isSchema(schema) ? [{ place, ask: compileText(schema) }] : []
  })
  const bodies = compileBodies(spec.body)
  const parsed = spec.parsed === true
  const states = (place: Place): boolean => parts.some((part) => part.place === place)
  return {
    parsed,
    uses: {
      params: states('params'),
      query: states('query'),
      headers: states('headers'),
      cookies: states('cookies'),
      body: bodies !== undefined,
    },
    bodyKind(contentType) {
      const essence = toEssence(contentType)
      const ask = essence === undefined ? undefined : bodies && matchMedia(bodies.byType, essence)
      return essence === undefined || ask === undefined || ask === 'any' ? undefined : toBodyKind(essence)
    },
    checkMedia: (contentType, hasBody) => (bodies && hasBody ? checkMedia(bodies, contentType) : undefined),
    check(request) {
      const body = bodies && request.bodyRead ? toBodyPart(bodies, request) : undefined
      if (parts.length === 0 && body === undefined) return { ok: true, values: request }
      return ask(request, body ? [...parts, body] : parts, parsed)
    },
  }
}

/**
 * Asks all schemas. Written as a plain loop, for it runs with every request: on the way of requests that fit nothing is
 * made but the result.
 */
function ask(request: RequestParts, parts: readonly Part[], parsed: boolean): CheckResult | Promise<CheckResult> {
  const verdicts: (Verdict | Promise<Verdict>)[] = []
  let fits = true
  let waits = false
  for (const part of parts) {
    const verdict = part.ask(request[part.place])
    verdicts.push(verdict)
    if (verdict instanceof Promise) waits = true
    else if (!verdict.ok) fits = false
  }
  if (waits) return Promise.all(verdicts).then((settled) => conclude(request, parts, { verdicts: settled, parsed }))
  if (fits && !parsed) return { ok: true, values: request }
  return conclude(request, parts, { verdicts: verdicts.filter(isSettled), parsed })
}

const isSettled = (verdict: Verdict | Promise<Verdict>): verdict is Verdict => !(verdict instanceof Promise)

/** More would not help anybody, and a hostile body could ask for millions. */
const MOST_ERRORS = 50

interface Settled {
  /** In the order of the parts. */
  readonly verdicts: readonly Verdict[]
  readonly parsed: boolean
}

function conclude(request: RequestParts, parts: readonly Part[], { verdicts, parsed }: Settled): CheckResult {
  const errors: ProblemError[] = []
  const values: Partial<Record<Place, unknown>> = {}
  for (const [index, { place }] of parts.entries()) {
    const verdict = verdicts[index]
    if (verdict?.ok) values[place] = verdict.value
    else for (const issue of verdict?.issues ?? []) errors.push(toProblemError(IN[place], issue))
  }
  if (verdicts.every(({ ok }) => ok)) return { ok: true, values: parsed ? { ...request, ...values } : request }
  const detail = `The request breaks its contract in ${errors.length === 1 ? 'one place' : `${errors.length} places`}.`
  return { ok: false, problem: toProblem(422, detail, errors.slice(0, MOST_ERRORS)) }
}

function compileBodies(body: Operation['body']): Bodies | undefined {
  if (body === undefined) return undefined
  if (isSchema(body)) return { required: true, byType: new Map([['application/json', compileSchema(body)]]) }
  const { contentType = 'application/json', schema, content } = body
  const entries = Object.entries<Schema | undefined>(content ?? { [contentType]: schema })
  const byType = entries.map(([type, one]): [string, Ask | 'any'] => {
    const essence = toEssence(type) ?? type
    return [essence, one === undefined ? 'any' : compileBody(one, toBodyKind(essence))]
  })
  return { required: body.required ?? true, byType: new Map(byType) }
}

function compileBody(schema: Schema, kind: BodyKind): Ask {
  return kind === 'form' || kind === 'multipart' ? compileText(schema) : compileSchema(schema)
}

function checkMedia({ byType }: Bodies, contentType: string | undefined): Problem | undefined {
  const essence = toEssence(contentType)
  if (essence !== undefined && matchMedia(byType, essence) !== undefined) return undefined
  const allowed = [...byType.keys()].join(', ')
  return toProblem(415, `${essence ?? 'A body without Content-Type'} is not accepted here; send ${allowed}.`)
}

const MISSING: Ask = () => ({ ok: false, issues: [{ path: [], message: 'A body is required', code: 'required' }] })

function toBodyPart({ byType, required }: Bodies, { body, contentType }: RequestParts): Part | undefined {
  const essence = toEssence(contentType)
  const ask = essence === undefined ? undefined : matchMedia(byType, essence)
  const missing = ask === undefined || body === undefined || body === ''
  if (missing) return required ? { place: 'body', ask: MISSING } : undefined
  return ask === 'any' ? undefined : { place: 'body', ask }
}

/** Asks about values that arrive as text: each is first read as the type the document gives it. */
function compileText(schema: Schema): Ask {
  const ask = compileSchema(schema)
  const { schema: said, components } = toJsonSchema(schema, 'input', 'Text')
  const readers = propertiesOf(said, components).flatMap(({ name, schema: property }): [string, Reader][] => {
    const read = createReader(property, components)
    return read ? [[name, read]] : []
  })
  return readers.length === 0 ? ask : (value) => ask(readText(value, readers))
}

function readText(value: unknown, readers: readonly [string, Reader][]): unknown {
  if (!isObject(value)) return value
  let copy: Record<string, unknown> | undefined
  for (const [name, read] of readers) {
    const before = value[name]
    const after = read(before)
    if (after === before) continue
    copy ??= { ...value }
    copy[name] = after
  }
  return copy ?? value
}
