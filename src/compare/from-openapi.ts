import { isObject, type JsonObject } from '../schema/json.ts'
import type { Plan, PlannedRequest } from './request.ts'
import { createResolver, toGiven, toSample, type Resolve } from './sample.ts'

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options']
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/

/**
 * Makes one request of every operation of an OpenAPI document: parameters and bodies get their examples, their defaults,
 * or a value of their type. Optional parameters without an example are left out.
 */
export function planDocument(document: JsonObject): Plan {
  const resolve = createResolver(document)
  const requests: PlannedRequest[] = []
  const notes: string[] = []
  for (const [path, item] of Object.entries(isObject(document['paths']) ? document['paths'] : {})) {
    const operations = resolve(item) ?? {}
    for (const method of METHODS) {
      const operation = resolve(operations[method])
      if (operation === undefined) continue
      const planned = planOperation({ path, method, operation, shared: operations['parameters'] }, resolve)
      if (typeof planned === 'string') notes.push(planned)
      else requests.push(planned)
    }
  }
  return { requests, notes }
}

interface Operation {
  readonly path: string
  readonly method: string
  readonly operation: JsonObject
  /** Parameters of the path item. */
  readonly shared: unknown
}

interface Parameter {
  readonly in: string
  readonly name: string
  readonly value: unknown
}

function planOperation({ path, method, operation, shared }: Operation, resolve: Resolve): PlannedRequest | string {
  const parameters = readParameters([shared, operation['parameters']], resolve)
  const of = (place: string): Parameter[] => parameters.filter((one) => one.in === place)
  const inPath = new Map(of('path').map(({ name, value }) => [name, value]))
  const filled = path.replaceAll(/\{([^{}]+)\}/g, (_part, name: string) => toPathText(inPath.get(name)))
  const query = of('query').flatMap(({ name, value }) => toTexts(value).map((text): [string, string] => [name, text]))
  const cookies = of('cookie').map(({ name, value }) => `${name}=${encodeURIComponent(toText(value))}`)
  const headers = Object.fromEntries(of('header').map(({ name, value }) => [name.toLowerCase(), toText(value)]))
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ')
  const body = planBody(resolve(operation['requestBody']), resolve)
  const name = `${method.toUpperCase()} ${path}`
  if (body === undefined) return `${name} was left out: its body is neither JSON nor a form`
  const search = query.length > 0 ? `?${new URLSearchParams(query).toString()}` : ''
  return {
    method: method.toUpperCase(),
    target: filled + search,
    headers: { ...headers, ...body.headers },
    body: body.text,
  }
}

// Those of the operation replace those of the path.
function readParameters(lists: readonly unknown[], resolve: Resolve): Parameter[] {
  const parameters = new Map<string, Parameter>()
  for (const one of lists.flatMap((list): unknown[] => (Array.isArray(list) ? list : []))) {
    const parameter = resolve(one) ?? {}
    const { in: place, name, required, schema } = parameter
    if (typeof place !== 'string' || typeof name !== 'string') continue
    const given = toGiven(parameter, resolve)
    const value = given ?? (required === true ? toParameterSample(place, schema, resolve) : undefined)
    if (value !== undefined) parameters.set(`${place} ${name}`, { in: place, name, value })
  }
  return [...parameters.values()]
}

// A path most often names a record, and records are most often counted from 1.
function toParameterSample(place: string, schema: unknown, resolve: Resolve): unknown {
  const sample = toSample(schema, resolve)
  return place === 'path' && (sample === 'text' || sample === null) ? '1' : sample
}

interface PlannedBody {
  readonly headers: Readonly<Record<string, string>>
  readonly text: string | undefined
}

function planBody(body: JsonObject | undefined, resolve: Resolve): PlannedBody | undefined {
  const content = isObject(body?.['content']) ? Object.entries(body['content']) : []
  if (content.length === 0) return { headers: {}, text: undefined }
  for (const [type, media] of content) {
    const isForm = type.startsWith('application/x-www-form-urlencoded')
    const part = resolve(media)
    if (part === undefined || !(isForm || JSON_TYPE.test(type) || type === '*/*')) continue
    const value = toGiven(part, resolve) ?? toSample(part['schema'], resolve)
    const text = isForm ? toForm(value) : JSON.stringify(value)
    return { headers: { 'content-type': type === '*/*' ? 'application/json' : type }, text }
  }
  return undefined
}

function toForm(value: unknown): string {
  const entries = Object.entries(isObject(value) ? value : {})
  return new URLSearchParams(entries.map(([name, one]): [string, string] => [name, toText(one)])).toString()
}

const toText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
const toTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(toText) : [toText(value)])

// The slashes of a rest parameter stay: `{path}` stands for several parts.
const toPathText = (value: unknown): string =>
  toTexts(value ?? '1')
    .flatMap((text) => text.split('/'))
    .map(encodeURIComponent)
    .join('/')
