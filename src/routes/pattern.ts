import { Fault } from '../errors.ts'
import type { Pattern, RouteRoot, Segment } from './route.ts'

/**
 * Reads a route file's place on disk as the URL pattern it answers.
 *
 * Below pages/api and api the file's name is the last part of the path, and one final `index` is dropped. Below app the
 * folders are the path; `(group)` and `@slot` folders vanish from it and `%5F` stands for an underscore.
 * Brackets that do not span a whole part, as in `pre-[name]`, are literal; so is `[]`.
 *
 * @param place Path below the root folder, `/`-separated, without extension: `users/[id]`, or `api/users/[id]/route`.
 * @param root The folder `place` starts from; pages and api stand for `/api`, app for `/`.
 * @param name What a fault calls the file. Default: `place`.
 * @throws {Fault} ROUTE_NAME_INVALID, when a bracket is unclosed, a parameter has no proper name, a name repeats,
 *   or a rest part is not last.
 * @see https://nextjs.org/docs/pages/building-your-application/routing/dynamic-routes
 */
export function parsePattern(place: string, root: RouteRoot, name: string = place): Pattern {
  const parts = root === 'app' ? appParts(place) : pagesParts(place)
  const segments = parts.map((part) => parseSegment(part, name))
  checkRestLast(segments, name)
  checkParamNames(segments, name)
  return { path: `/${parts.join('/')}`, segments }
}

function pagesParts(place: string): string[] {
  const parts = ['api', ...place.split('/')]
  if (parts.at(-1) === 'index') parts.pop()
  return parts
}

function appParts(place: string): string[] {
  const folders = place.split('/').slice(0, -1)
  return folders.filter((folder) => !isGroup(folder)).map((folder) => folder.replaceAll('%5F', '_'))
}

function isGroup(folder: string): boolean {
  return folder.startsWith('@') || (folder.startsWith('(') && folder.endsWith(')'))
}

function parseSegment(part: string, file: string): Segment {
  const opens = part.startsWith('[')
  const closes = part.endsWith(']')
  if (opens !== closes) checkBalanced(part, file)
  if (!opens || !closes || part === '[]') return { kind: 'static', value: part }
  const inner = part.slice(1, -1)
  const optional = inner.startsWith('[') && inner.endsWith(']')
  const label = optional ? inner.slice(1, -1) : inner
  const rest = label.startsWith('...')
  const name = rest ? label.slice(3) : label
  checkParamName(part, name, file)
  if (optional && !rest) throw invalid(file, `${part} is not a form of Next.js; only a rest part can be optional`)
  if (optional) return { kind: 'optional-rest', name }
  return { kind: rest ? 'rest' : 'param', name }
}

function checkBalanced(part: string, file: string): void {
  const opened = part.split('[').length
  const closed = part.split(']').length
  if (opened !== closed) throw invalid(file, `${part} has a bracket without its partner`)
}

function checkParamName(part: string, name: string, file: string): void {
  if (name === '') throw invalid(file, `${part} has no parameter name`)
  if (name.includes('[') || name.includes(']')) {
    throw invalid(file, `${part} has brackets in its parameter name; one part of a path holds one parameter`)
  }
  if (name.startsWith('.')) throw invalid(file, `${part} has a wrong number of dots; a rest part has exactly three`)
  if (name.startsWith('…')) throw invalid(file, `${part} has an ellipsis character where three dots belong`)
}

function checkRestLast(segments: readonly Segment[], file: string): void {
  for (const segment of segments.slice(0, -1)) {
    if (segment.kind === 'rest') throw invalid(file, `[...${segment.name}] must be the last part of the path`)
    if (segment.kind === 'optional-rest')
      throw invalid(file, `[[...${segment.name}]] must be the last part of the path`)
  }
}

function checkParamNames(segments: readonly Segment[], file: string): void {
  // Next.js refuses names that differ only by symbols, because it makes one regular-expression group name of both.
  const seen = new Map<string, string>()
  for (const segment of segments) {
    if (segment.kind === 'static') continue
    const letters = segment.name.replace(/\W/g, '')
    const earlier = seen.get(letters)
    if (earlier === segment.name) throw invalid(file, `the parameter name ${earlier} occurs twice; give each its own`)
    if (earlier !== undefined) {
      throw invalid(file, `the parameter names ${earlier} and ${segment.name} differ only by symbols; rename one`)
    }
    seen.set(letters, segment.name)
  }
}

function invalid(file: string, finding: string): Fault {
  return new Fault('ROUTE_NAME_INVALID', `${file}: ${finding}`, { file })
}
