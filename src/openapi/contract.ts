// Route files import this module, under Next.js too: it must stay small and import nothing at run time.
import type { Body, Operation, Schema } from './contract-shape.ts'
import type { ParsedValues } from './contract-types.ts'

export type { Answer, Answers, Body, Contract, ContractMethod, Operation, Schema } from './contract-shape.ts'
export type {
  ContractBody,
  ContractContext,
  ContractRequest,
  ContractResponse,
  InputOf,
  OutputOf,
  ParsedValues,
} from './contract-types.ts'

/**
 * Attaches a contract to a handler: `export const POST = operation({ body: Book }, async (request) => ...)`.
 * The handler is returned itself, so this costs nothing at run time and is legal in every version of Next.js.
 */
export function operation<Spec extends Operation, Handler extends (...args: never[]) => unknown>(
  openapi: Spec,
  handler: Handler,
): Handler & { readonly openapi: Spec } {
  return Object.assign(handler, { openapi })
}

// In the registry of symbols, because this module in the app is not the server's: see `enforce-web.ts`.
const PARSED = Symbol.for('rehost.parsed')

type Values = Record<string, unknown>

/**
 * What the schemas of a contract made of a web-style request: coerced, defaulted, stripped, and typed.
 *
 * Under rehost, with `parsed: true` in the contract, the values are there already. Elsewhere (under Next.js, say) the
 * schemas are asked now: the body is read from a copy, and values that do not fit throw.
 *
 * @param context The handler's second argument; only needed elsewhere, for path parameters.
 * @throws {TypeError} Only elsewhere: values break the contract.
 */
export async function parsed<Spec extends Operation>(
  request: Request,
  spec: Spec,
  context?: { readonly params?: unknown },
): Promise<ParsedValues<Spec>> {
  const kept: unknown = PARSED in request ? request[PARSED] : await parseAll(request, spec, context)
  return kept as ParsedValues<Spec> // each part was made by the schema that its type comes from
}

const READERS: { readonly [part in 'query' | 'headers' | 'cookies']: (request: Request) => Values } = {
  query: ({ url }) => collect(new URL(url).searchParams),
  headers: ({ headers }) => collect(headers),
  cookies: ({ headers }) => collect((headers.get('cookie') ?? '').split(/; */).flatMap(toPair)),
}

async function parseAll(request: Request, spec: Operation, context?: { readonly params?: unknown }): Promise<Values> {
  const values: Values = {}
  if (spec.params) values['params'] = await ask('params', spec.params, await context?.params)
  for (const part of ['query', 'headers', 'cookies'] as const) {
    const schema = spec[part]
    if (schema) values[part] = await ask(part, schema, READERS[part](request))
  }
  const body = spec.body && (await readBody(request.clone(), spec.body))
  if (body) values['body'] = body.schema ? await ask('body', body.schema, body.value) : body.value
  return values
}

/** @see https://standardschema.dev/schema#the-interface */
interface Result {
  readonly value?: unknown
  readonly issues?: readonly { readonly message: string }[]
}

async function ask(part: string, schema: Schema, value: unknown): Promise<unknown> {
  const result = (await schema['~standard'].validate(value)) as Result // that is the standard's promise
  if (!result.issues) return result.value
  throw new TypeError(`${part}: ${result.issues.map(({ message }) => message).join('; ')}`)
}

interface Read {
  readonly schema: Schema | undefined
  readonly value: unknown
}

async function readBody(request: Request, body: Body): Promise<Read | undefined> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const schema = '~standard' in body ? body : (body.schema ?? body.content?.[type])
  if (type === 'multipart/form-data' || type === 'application/x-www-form-urlencoded') {
    return { schema, value: collect(await request.formData()) }
  }
  const text = await request.text()
  if (text === '' && !('~standard' in body) && body.required === false) return undefined
  return { schema, value: /[/+]json$/.test(type) ? JSON.parse(text) : text }
}

/** A name that comes more than once is an array. */
function collect(pairs: Iterable<readonly [string, unknown]>): Values {
  const found = new Map<string, unknown[]>()
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value])
  return Object.fromEntries([...found].map(([name, all]) => [name, all.length === 1 ? all[0] : all]))
}

function toPair(text: string): [string, string][] {
  const at = text.indexOf('=')
  return at < 0 ? [] : [[text.slice(0, at), decode(text.slice(at + 1))]]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
