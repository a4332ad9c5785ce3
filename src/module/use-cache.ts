import { createHash } from 'node:crypto'
import { SourceMap } from 'node:module'
import { basename, dirname } from 'node:path'
import type { Program } from 'acorn'
import type { Loader } from 'esbuild'
import { toCodeFrame } from './code-frame.ts'
import { withCompiler } from './compiler.ts'
import type { ModuleSettings } from './resolve.ts'
import { isAppRoute } from './segment-config.ts'
import type { CompileError } from './source.ts'
import type { Captures } from './use-cache-captures.ts'
import type { CachedFunction, CachedValue, Mistake } from './use-cache-syntax.ts'

/** A file as it was written. */
export interface Written {
  readonly id: string
  readonly name: string
  readonly text: string
  readonly loader: Loader
  readonly tsconfig: string | undefined
}

/** What `'use cache'` made of a file: other text to compile, in plain JavaScript, or a reason not to. */
export type CachedText = { readonly text: string } | { readonly error: CompileError }

const MENTION = /["']use[-_ ]?cache\b/i
const DIRECTIVE = /^["']use[-_ ]?cache\b/i
const PAGES = /^(?:src\/)?pages\//
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH']
const MODULE = 'rehost/use-cache'
const LOCAL = '__rehost_use_cache'

const NOT_ENABLED =
  'To use "use cache", please enable the feature flag `cacheComponents` in your Next.js config. ' +
  'Read more: https://nextjs.org/docs/app/api-reference/directives/use-cache#usage'
const IN_HANDLER =
  '"use cache" cannot stand in a route handler itself: a Response cannot be kept. ' +
  'Move what is to be kept into a function that the handler calls.'

/**
 * Has the functions that `'use cache'` stands in, or over, ask the cache first. Their calls, names and places in the file
 * stay what they were: only what is within their braces changes.
 *
 * @returns Undefined for a file without the directive, and in the pages folder, where Next.js does not read it.
 * @see https://nextjs.org/docs/app/api-reference/directives/use-cache
 */
export async function compileUseCache(file: Written, settings: ModuleSettings): Promise<CachedText | undefined> {
  if (!MENTION.test(file.text) || PAGES.test(file.name)) return undefined
  const plain = await toPlain(file)
  const program = plain && (await parse(plain.text))
  if (!plain || !program) return undefined // The compiler will say why.
  const { findCached } = await import('./use-cache-syntax.ts')
  const { functions, values, mistakes, first } = findCached(program)
  const isOff = first !== undefined && !settings.useCache && !settings.cacheComponents
  const [mistake] = isOff
    ? [{ message: NOT_ENABLED, at: first }]
    : [...mistakes, ...findHandlers(file, program, functions)]
  if (mistake !== undefined) return { error: toError(file, plain, mistake) }
  if (functions.length === 0 && values.length === 0) return undefined
  const { createCaptures } = await import('./use-cache-captures.ts')
  const cached = new Set<unknown>(functions.map(({ node }) => node))
  const captures = createCaptures(program, (node) => cached.has(node))
  const edits = toEdits({ name: file.name, text: plain.text, program, functions, values, captures })
  return { text: `${applyEdits(plain.text, edits)}\n//# sourceMappingURL=${toDataUrl(plain.map, file.name)}\n` }
}

interface Plain {
  readonly text: string
  readonly map: string
}

// Everything but JavaScript is gone afterwards, and each directive has a line of its own: what is put in its place moves
// nothing that a stack trace could point at.
async function toPlain({ id, name, text, loader, tsconfig }: Written): Promise<Plain | undefined> {
  try {
    const { outputFiles } = await withCompiler(({ build }) =>
      build({
        stdin: { contents: text, loader, sourcefile: basename(name), resolveDir: dirname(id) },
        bundle: false,
        write: false,
        outdir: dirname(id),
        platform: 'node',
        target: 'node20',
        jsx: 'automatic',
        sourcemap: 'external',
        sourcesContent: false,
        logLevel: 'silent',
        absWorkingDir: dirname(id),
        ...(tsconfig === undefined ? {} : { tsconfig }),
      }),
    )
    const [map, code] = ['.map', '.js'].map((end) => outputFiles.find((file) => file.path.endsWith(end))?.text)
    return { text: code ?? '', map: map ?? '' }
  } catch {
    return undefined
  }
}

async function parse(text: string): Promise<Program | undefined> {
  const acorn = await import('acorn')
  const options = { ecmaVersion: 'latest', allowHashBang: true, allowReturnOutsideFunction: true } as const
  for (const sourceType of ['module', 'script'] as const) {
    try {
      return acorn.parse(text, { ...options, sourceType })
    } catch {
      // What is no module may be a script.
    }
  }
  return undefined
}

function findHandlers({ name }: Written, program: Program, functions: readonly CachedFunction[]): Mistake[] {
  if (!isAppRoute(name)) return []
  const handlers = new Set<unknown>()
  for (const node of program.body) {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node
    if (declaration?.type === 'FunctionDeclaration' && METHODS.includes(declaration.id.name)) handlers.add(declaration)
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && METHODS.includes(id.name)) handlers.add(init)
    }
  }
  return functions.flatMap(({ node, directive }) =>
    handlers.has(node) ? [{ message: IN_HANDLER, at: (directive ?? program).start }] : [],
  )
}

function toError({ text, name }: Written, plain: Plain, { message, at }: Mistake): CompileError {
  const before = plain.text.slice(0, at).split('\n')
  // The text is esbuild's own, see `toPlain`.
  const map = new SourceMap(JSON.parse(plain.map))
  const found = map.findEntry(before.length - 1, (before.at(-1) ?? '').length)
  const line = 'originalLine' in found ? found.originalLine + 1 : 1
  const column = 'originalColumn' in found ? found.originalColumn + 1 : 1
  const isDirective = DIRECTIVE.test(plain.text.slice(at))
  const place = { file: name, ...(isDirective ? toDirective(text, { line, column }) : { line, column }) }
  return { message, place, frame: toCodeFrame(text, place) }
}

type Point = Pick<CompileError['place'], 'line' | 'column'>

// A directive is on no map, but what stands before it is.
function toDirective(text: string, { line, column }: Point): Point {
  const start =
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1
  const offset = text.slice(start).search(MENTION)
  const before = text.slice(0, start + Math.max(0, offset)).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

interface Editing {
  readonly name: string
  readonly text: string
  readonly program: Program
  readonly functions: readonly CachedFunction[]
  readonly values: readonly CachedValue[]
  readonly captures: Captures
}

function toEdits({ name, text, program, functions, values, captures }: Editing): Edit[] {
  const isModule = program.body.some(({ type }) => /^(?:Import|Export)/.test(type))
  const runtime = isModule ? LOCAL : `require(${JSON.stringify(MODULE)})`
  const edits: Edit[] = []
  const insert = (at: number, added: string): number => edits.push({ start: at, end: at, text: added })
  const toId = (index: number, { start, end }: { start: number; end: number }): string => {
    const hash = createHash('sha256').update(text.slice(start, end)).digest('hex').slice(0, 16)
    return JSON.stringify(`${name}#${index}#${hash}`)
  }
  functions.forEach(({ node, directive, kind }, index) => {
    const { body } = node
    const call = `${runtime}.runCached({ id: ${toId(index, node)}, kind: "${kind}" }, [${captures.of(node).join(', ')}], async () => `
    if (body.type !== 'BlockStatement') {
      insert(body.start, `${call}(`)
      insert(body.end, '))')
    } else {
      const place = directive ?? { start: body.start + 1, end: body.start + 1 }
      edits.push({ start: place.start, end: place.end, text: `return ${call}{` })
      insert(body.end - 1, '});')
    }
  })
  values.forEach(({ node, kind }, index) => {
    insert(node.start, `${runtime}.toCached({ id: ${toId(functions.length + index, node)}, kind: "${kind}" }, `)
    insert(node.end, ')')
  })
  if (isModule) insert(text.length, `import * as ${LOCAL} from ${JSON.stringify(MODULE)};\n`)
  return edits
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  // Of two at one place the later one is inside the earlier; ends come the other way round.
  const sorted = edits.map((edit, order) => ({ ...edit, order })).sort((a, b) => b.start - a.start || b.order - a.order)
  return sorted.reduce((done, { start, end, text: added }) => done.slice(0, start) + added + done.slice(end), text)
}

function toDataUrl(map: string, name: string): string {
  // As the compiler itself would name it. The scheme keeps it from joining a path to it.
  const text = JSON.stringify({ ...JSON.parse(map), sources: [`source:${name}`] })
  return `data:application/json;base64,${Buffer.from(text).toString('base64')}`
}
