import { isObject } from '../schema/json.ts'
import { toTarget } from './from-list.ts'
import type { Plan, PlannedRequest } from './request.ts'

// What belongs to the connection the recording was made on, or is set anew for each server.
const LEFT_OUT =
  /^(?::.*|host|connection|content-length|accept-encoding|transfer-encoding|upgrade.*|keep-alive|te|if-none-match|if-modified-since|x-forwarded-.*)$/i

/**
 * Reads the requests of an HTTP archive, as browsers export it. Each is taken once; what a page loads beside its API
 * (scripts, pictures) is taken along, so a filter of the browser's is of use.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function parseHar(har: object): Plan {
  const entries: unknown = Reflect.get(Object(Reflect.get(har, 'log')), 'entries')
  const requests = new Map<string, PlannedRequest>()
  const notes: string[] = []
  for (const entry of Array.isArray(entries) ? entries : []) {
    const read = readEntry(Object(Reflect.get(Object(entry), 'request')))
    if (typeof read === 'string') notes.push(read)
    else requests.set(`${read.method} ${read.target} ${read.body ?? ''}`, read)
  }
  return { requests: [...requests.values()], notes }
}

function readEntry(request: object): PlannedRequest | string {
  const [method, url, post] = ['method', 'url', 'postData'].map((key): unknown => Reflect.get(request, key))
  const target = typeof url === 'string' ? toTarget(url) : undefined
  if (typeof method !== 'string' || target === undefined) return `an entry without method and URL was left out`
  const body: unknown = Reflect.get(Object(post), 'text')
  if (isObject(post) && typeof body !== 'string') return `${method} ${target} was left out: its body was not recorded`
  return {
    method: method.toUpperCase(),
    target,
    headers: readHeaders(Reflect.get(request, 'headers')),
    ...(typeof body === 'string' && { body }),
  }
}

function readHeaders(list: unknown): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const header of Array.isArray(list) ? list : []) {
    const [name, value] = ['name', 'value'].map((key): unknown => Reflect.get(Object(header), key))
    if (typeof name === 'string' && typeof value === 'string' && !LEFT_OUT.test(name))
      headers[name.toLowerCase()] = value
  }
  return headers
}
