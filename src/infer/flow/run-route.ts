import type { Route } from '../../routes/route.ts'
import { docCommentOf, type DocComment, NO_DOC } from '../syntax/doc-comment.ts'
import { textOf } from '../syntax/place.ts'
import type { AnyNode, Source, Statement } from '../syntax/tree.ts'
import { createFlow } from './create-flow.ts'
import { createFindings, type Findings } from './findings.ts'
import type { Flow, FlowProject } from './flow.ts'
import { runBody } from './follow.ts'
import { ALL_METHODS, type MethodSet, METHODS, toMethodSet } from './method-set.ts'
import { startState } from './state.ts'
import { uncaught } from './uncaught.ts'
import { type FunctionValue, type MadeValue, nodeOf, optionsOf, type Value } from './value.ts'
import { recordReply } from './web-reply.ts'

/** What running a route file's handlers brought to light. */
export interface RouteRun {
  readonly style: Flow['style']
  readonly findings: Findings
  /** Methods a web-style file exports; undefined in Node style. */
  readonly exported: readonly string[] | undefined
  /** Methods for which the handler may end without an answer. */
  readonly unanswered: MethodSet
  /** Something that is not followed stands between the request and the handler. */
  readonly isWrapped: boolean
  /** Doc comments by exported method; `*` is that of the default export. */
  readonly docs: ReadonlyMap<string, DocComment>
  /** Where each handler is written, by the same keys. */
  readonly nodes: ReadonlyMap<string, AnyNode>
}

interface Running {
  readonly project: FlowProject
  readonly findings: Findings
  readonly source: Source
  readonly nodes: Map<string, AnyNode>
  isWrapped: boolean
  unanswered: MethodSet
}

/** Runs every handler of a route file. Nothing of the project's own code is executed. */
export function runRoute(project: FlowProject, route: Route): RouteRun {
  const findings = createFindings()
  const source = project.compiler.source(route.file)
  const empty = { findings, unanswered: 0, isWrapped: false, docs: new Map(), nodes: new Map() }
  if (!source) {
    findings.notes.add('the file is not understood: it cannot be read or parsed')
    return { ...empty, style: 'node', exported: undefined }
  }
  const fault = source.statements.find((statement) => statement.kind === 'Throw')
  if (fault) {
    findings.notes.add('the file throws while it is loaded')
    findings.responses.push(uncaught(startState(ALL_METHODS), fault))
    return { ...empty, style: 'node', exported: undefined }
  }
  const running: Running = { project, findings, source, nodes: new Map(), isWrapped: false, unanswered: 0 }
  const names = project.modules.exportNames(route.file)
  const methods = METHODS.filter((method) => names.includes(method) && isHandlerLike(project, route.file, method))
  const isWeb = route.root === 'app' || (route.root === 'api' && methods.length > 0)
  const isEdge = !isWeb && isEdgeRuntime(project, route.file)
  if (isWeb)
    for (const method of methods) runWeb(running, { name: method, methods: toMethodSet(method), file: route.file })
  else if (isEdge) runWeb(running, { name: 'default', methods: ALL_METHODS, file: route.file })
  else runNode(running, route.file)
  return {
    style: isWeb || isEdge ? 'web' : 'node',
    findings,
    exported: isWeb ? methods : undefined,
    unanswered: running.unanswered,
    isWrapped: running.isWrapped,
    docs: new Map(
      (isWeb ? methods : ['default']).map((name) => [name === 'default' ? '*' : name, exportDocs(source, name)]),
    ),
    nodes: running.nodes,
  }
}

// `export const POST = null` takes no requests.
function isHandlerLike({ modules }: FlowProject, file: string, name: string): boolean {
  const value = modules.exported(file, name)
  return value !== undefined && value.kind !== 'constant'
}

function isEdgeRuntime({ modules }: FlowProject, file: string): boolean {
  const config = modules.exported(file, 'config')
  const runtime = config?.kind === 'object' ? config.entries.get('runtime') : modules.exported(file, 'runtime')
  return runtime?.kind === 'constant' && /^(experimental-)?edge$/.test(String(runtime.value))
}

interface Entry {
  readonly name: string
  readonly methods: MethodSet
  readonly file: string
}

function runWeb(running: Running, { name, methods, file }: Entry): void {
  const { project, findings } = running
  const handler = handlerOf(running, project.modules.exported(file, name), name)
  const key = name === 'default' ? '*' : name
  if (handler?.kind !== 'function') {
    findings.notes.add(`${name} is not a function that can be followed`)
    return
  }
  running.nodes.set(key, placeOf(running, name, handler.fn))
  const flow = createFlow({ project, findings, style: 'web', state: startState(methods) })
  flow.trap = undefined
  const frame = runBody(flow, handler, [{ kind: 'request' }, { kind: 'context' }])
  for (const { value, state } of frame.returns) {
    for (const option of optionsOf(value)) {
      if (option.kind === 'reply') recordReply(flow, option, state)
      else if (option.kind !== 'constant') recordUnknown(running, option, state.methods)
    }
  }
  running.unanswered |= flow.state?.methods ?? 0
}

/** An answer of which nothing is known but the place it comes from, and perhaps its type. */
function recordUnknown({ findings }: Running, value: Value, methods: MethodSet): void {
  const node = nodeOf(value)
  if (node) findings.notes.add(`the response from ${textOf(node)} is not followed`)
  findings.responses.push({
    methods,
    status: 'default',
    headers: {},
    contentType: undefined,
    body: undefined,
    isStream: false,
    declared: undefined,
    isFailure: false,
    from: 'guess',
    node,
  })
}

function runNode(running: Running, file: string): void {
  const { project, findings } = running
  const { modules } = project
  const exported = modules.exported(file, 'default') ?? modules.exported(file, 'module.exports')
  if (!exported) {
    findings.notes.add('there is no default export')
    return
  }
  const handlers = optionsOf(unwrapDefault(exported))
    .map((option) => handlerOf(running, option, 'the default export'))
    .filter((handler) => handler !== undefined)
  if (handlers.length === 0) findings.notes.add('the default export is not a function that can be followed')
  for (const handler of handlers) runNodeHandler(running, handler)
}

function runNodeHandler(running: Running, handler: FunctionValue | MadeValue): void {
  const { project, findings } = running
  const node = handler.kind === 'function' ? handler.fn : handler.node
  running.nodes.set('*', placeOf(running, 'default', node))
  const flow = createFlow({ project, findings, style: 'node', state: startState(ALL_METHODS) })
  const args: Value[] = [{ kind: 'request' }, { kind: 'response' }]
  if (handler.kind === 'made') flow.runRouter(handler, args, handler.node)
  else {
    const frame = runBody(flow, handler, args)
    for (const { state, value } of frame.returns) {
      if (value.kind !== 'response') running.unanswered |= state.methods & ~state.sent
    }
  }
  if (flow.state) running.unanswered |= flow.state.methods & ~flow.state.sent
  if (flow.fuel <= 0) findings.notes.add('the code is too long to be followed to its end')
}

// `module.exports = { default: handler }`, as compilers to CommonJS write it.
function unwrapDefault(value: Value): Value {
  return value.kind === 'object' ? (value.entries.get('default') ?? value) : value
}

/** The function or router that answers; a wrapper from a library is looked through, with a note. */
function handlerOf(running: Running, value: Value | undefined, name: string): FunctionValue | MadeValue | undefined {
  for (const option of value ? optionsOf(value) : []) {
    if (option.kind === 'function') return option
    if (option.kind === 'made') return handlerOfMade(running, option, name)
  }
  return undefined
}

function handlerOfMade(running: Running, value: MadeValue, name: string): FunctionValue | MadeValue | undefined {
  if (value.routes.some((route) => route.role === 'handler')) return value
  const inner = value.args.toReversed().find((arg) => arg.kind === 'function' || arg.kind === 'made')
  const outer = value.by.kind === 'made' ? value.by : undefined
  const found = handlerOf(running, inner, name) ?? (outer && handlerOfMade(running, outer, name))
  if (found && !running.isWrapped) {
    running.isWrapped = true
    running.findings.notes.add(`${name} is wrapped by ${textOf(value.node)}, which is not followed`)
  }
  return found
}

// A handler that a wrapper of another file made is at home where it is exported.
function placeOf({ source }: Running, name: string, node: AnyNode): AnyNode {
  if (node.source.file === source.file) return node
  return source.statements.find((candidate) => isExportOf(candidate, name)) ?? node
}

function exportDocs(source: Source, name: string): DocComment {
  const statement = source.statements.find((candidate) => isExportOf(candidate, name))
  const docs = statement ? docCommentOf(statement) : NO_DOC
  if (docs !== NO_DOC || statement?.kind !== 'ExportDefault' || statement.value.kind !== 'Identifier') return docs
  const local = statement.value.name
  const declared = source.statements.find((candidate) => declares(candidate, local))
  return declared ? docCommentOf(declared) : NO_DOC
}

function isExportOf(statement: Statement, name: string): boolean {
  if (name === 'default' && statement.kind === 'ExportDefault') return true
  if (name === 'default' && statement.kind === 'FunctionStatement') return statement.isDefault
  return 'isExported' in statement && statement.isExported && declares(statement, name)
}

function declares(statement: Statement, name: string): boolean {
  if (statement.kind === 'FunctionStatement') return statement.fn.name === name
  if (statement.kind !== 'Variables') return false
  return statement.declarations.some(({ target }) => target.kind === 'Identifier' && target.name === name)
}
