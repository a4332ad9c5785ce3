import { Fault } from '../errors.ts'
import { toSpellings } from './spelling.ts'
import type { Params, Route, Segment } from './route.ts'

const SLASH = 47

/**
 * Objects that inherit no key. `Object.create(null)` would do, but makes each of them a hash table, which triples the
 * cost of a match.
 */
class Values {
  [name: string]: string | string[]
}
Object.setPrototypeOf(Values.prototype, null)
Reflect.deleteProperty(Values.prototype, 'constructor')
Object.freeze(Values.prototype)

/** One level of the dynamic routes; its fields are in the order in which Next.js tries them. */
export interface MatchNode {
  /** The route that ends here. */
  here: Route | undefined
  /** The next level by every spelling of its name. */
  readonly statics: Map<string, MatchNode>
  /** The level below `[x]`. */
  param: MatchNode | undefined
  /** `[...x]`: all that follows, at least one part. */
  rest: Route | undefined
  /** `[[...x]]`: all that follows, or nothing. */
  optionalRest: Route | undefined
}

/** A level without routes. */
export function createMatchNode(): MatchNode {
  return { here: undefined, statics: new Map(), param: undefined, rest: undefined, optionalRest: undefined }
}

/** Puts a dynamic route below `root`. Its neighbours must not conflict with it. */
export function addRoute(root: MatchNode, route: Route): void {
  let node = root
  for (const segment of route.pattern.segments) {
    if (segment.kind === 'rest') node.rest = route
    else if (segment.kind === 'optional-rest') node.optionalRest = route
    else node = nextNode(node, segment)
  }
  const last = route.pattern.segments.at(-1)
  if (last?.kind === 'static' || last?.kind === 'param') node.here = route
}

function nextNode(node: MatchNode, segment: Segment): MatchNode {
  if (segment.kind !== 'static') return (node.param ??= createMatchNode())
  const [encoded = segment.value, ...others] = toSpellings(segment.value)
  const child = node.statics.get(encoded) ?? createMatchNode()
  for (const spelling of [encoded, ...others]) node.statics.set(spelling, child)
  return child
}

/** Where the last part of a path ends: one trailing slash is no part of it. */
export function toPathEnd(path: string): number {
  return path.charCodeAt(path.length - 1) === SLASH ? path.length - 1 : path.length
}

/**
 * Walks the path from `start`, the index of a part's first character, and comes back from a dead end to try the next
 * kind of part, as a list of patterns would. Visits a level at most once, however the routes are made.
 */
export function findRoute(node: MatchNode, path: string, start: number, end: number): Route | undefined {
  if (start > end) return node.here ?? node.optionalRest
  const slash = path.indexOf('/', start)
  const stop = slash === -1 ? end : slash
  if (node.statics.size !== 0) {
    const child = node.statics.get(path.slice(start, stop))
    const route = child === undefined ? undefined : findRoute(child, path, stop + 1, end)
    if (route !== undefined) return route
  }
  if (stop === start) return undefined
  if (node.param !== undefined) {
    const route = findRoute(node.param, path, stop + 1, end)
    if (route !== undefined) return route
  }
  return node.rest ?? node.optionalRest
}

/**
 * Reads the parameters of a path that `route` matches.
 *
 * @throws {Fault} TARGET_INVALID, when a value is not percent-encoded UTF-8.
 */
export function readParams(route: Route, path: string, end: number): Params {
  const params: Params = new Values()
  let start = 1
  for (const segment of route.pattern.segments) {
    if (segment.kind === 'rest' || segment.kind === 'optional-rest') {
      if (start < end) addRest(params, segment, path.slice(start, end))
      break
    }
    const slash = path.indexOf('/', start)
    const stop = slash === -1 ? end : slash
    if (segment.kind === 'param') params[segment.name] = decode(path.slice(start, stop), segment.name)
    start = stop + 1
  }
  return params
}

function addRest(params: Params, segment: Exclude<Segment, { kind: 'static' }>, text: string): void {
  const values: string[] = []
  let start = 0
  // Next.js splits before it decodes, so that an encoded slash stays inside its value.
  for (let slash = text.indexOf('/'); slash !== -1; slash = text.indexOf('/', start)) {
    values.push(decode(text.slice(start, slash), segment.name))
    start = slash + 1
  }
  values.push(decode(text.slice(start), segment.name))
  if (segment.kind === 'optional-rest' && isRootMarker(values, segment.name)) return
  params[segment.name] = values
}

/** Next.js takes these two values for the folder itself. */
function isRootMarker(values: readonly string[], name: string): boolean {
  return values.length === 1 && (values[0] === 'index' || values[0] === `[[...${name}]]`)
}

function decode(text: string, name: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new Fault('TARGET_INVALID', `The path parameter ${name} is not percent-encoded UTF-8`, { cause })
  }
}
