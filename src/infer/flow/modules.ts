import type { Compiler } from '../compiler/compiler.ts'
import type { Resolve } from '../modules/resolve.ts'
import type { Expression, Source, Statement } from '../syntax/tree.ts'
import type { Flow, Modules } from './flow.ts'
import { ALL_METHODS } from './method-set.ts'
import { Scope } from './scope.ts'
import { startState, type State } from './state.ts'
import { declareFunction } from './statement.ts'
import { executeVariables } from './statement-variables.ts'
import { isZodModule, zodImport } from './zod-values.ts'
import { type Constant, constant, opaque, type Value } from './value.ts'

interface Module {
  readonly scope: Scope
  /** Exported name → how to find its value. */
  readonly exports: Map<string, () => Value | undefined>
  /** Files whose exports are re-exported. */
  readonly stars: string[]
}

export interface ModulesInput {
  readonly compiler: Compiler
  readonly resolve: Resolve
  /** A run for what happens when a file is loaded. */
  createFlow(state: State): Flow
}

/** Reads the project's files as modules. A file is read when something is imported from it. */
export function createModules(input: ModulesInput): Modules {
  const loaded = new Map<string, Module | undefined>()

  const load = (file: string): Module | undefined => {
    if (loaded.has(file)) return loaded.get(file)
    const source = input.compiler.source(file)
    const module: Module | undefined = source && {
      scope: new Scope(undefined, { isModule: true }),
      exports: new Map(),
      stars: [],
    }
    loaded.set(file, module)
    if (source && module) fill(module, source, { input, imported, load })
    return module
  }
  const exported = (file: string, name: string, seen: readonly string[] = []): Value | undefined => {
    if (seen.includes(file)) return undefined
    const module = load(file)
    const found = module?.exports.get(name)?.() ?? commonJsMember(module, name)
    if (found || !module) return found
    for (const star of module.stars) {
      const value = name === 'default' ? undefined : exported(star, name, [...seen, file])
      if (value) return value
    }
    return undefined
  }
  const exportNames = (file: string, seen: readonly string[] = []): string[] => {
    const module = seen.includes(file) ? undefined : load(file)
    if (!module) return []
    const stars = module.stars.flatMap((star) =>
      exportNames(star, [...seen, file]).filter((name) => name !== 'default'),
    )
    const whole = module.exports.get('module.exports')?.()
    const members = whole?.kind === 'object' ? [...whole.entries.keys()] : []
    return [...new Set([...module.exports.keys(), ...members, ...stars])]
  }
  function imported(specifier: string, name: string, fromFile: string): Value {
    if (isZodModule(specifier)) return zodImport(name, undefined)
    const file = input.resolve(specifier, fromFile)
    if (!file) return { kind: 'external', module: specifier, name, members: [], node: undefined }
    if (name === '*') return { kind: 'namespace', file }
    // CommonJS: `require` gives `module.exports`, which our reading knows as the default export.
    if (name === 'require') return exported(file, 'module.exports') ?? { kind: 'namespace', file }
    const found = exported(file, name)
    if (found) return found
    return name === 'default' ? (exported(file, 'module.exports') ?? opaque(undefined)) : opaque(undefined)
  }
  return { exported, exportNames, imported }
}

// `module.exports = { GET }` exports GET.
function commonJsMember(module: Module | undefined, name: string): Value | undefined {
  if (name === 'module.exports') return undefined
  const whole = module?.exports.get('module.exports')?.()
  return whole?.kind === 'object' ? whole.entries.get(name) : undefined
}

interface Filling {
  readonly input: ModulesInput
  imported(specifier: string, name: string, fromFile: string): Value
  load(file: string): Module | undefined
}

function fill(module: Module, source: Source, filling: Filling): void {
  const flow = filling.input.createFlow(startState(ALL_METHODS))
  for (const statement of source.statements) declare(module, statement, { flow, source, filling })
  // Statements run in order, once every name is known: they may register handlers on a router.
  for (const statement of source.statements) {
    if (statement.kind === 'ExpressionStatement') runAtLoad(module, statement.expression, flow)
  }
}

interface Declaring {
  readonly flow: Flow
  readonly source: Source
  readonly filling: Filling
}

function declare(module: Module, statement: Statement, context: Declaring): void {
  const { scope, exports } = module
  const { flow, source, filling } = context
  const local = (name: string) => () => scope.find(name)
  switch (statement.kind) {
    case 'Import':
      for (const { local: name, imported } of statement.names) {
        scope.declareLater(name, () => filling.imported(statement.specifier, imported, source.file))
      }
      return
    case 'Variables':
      declareVariables(module, statement, flow)
      return
    case 'FunctionStatement':
      declareFunction(statement, scope)
      if (statement.isDefault)
        exports.set('default', () => ({ kind: 'function', fn: statement.fn, scope, self: undefined }))
      else if (statement.isExported && statement.fn.name) exports.set(statement.fn.name, local(statement.fn.name))
      return
    case 'ClassStatement': {
      const value: Value = { kind: 'class', cls: statement.cls, scope, statics: new Map() }
      if (statement.cls.name) scope.declare(statement.cls.name, value)
      if (statement.isDefault) exports.set('default', () => value)
      else if (statement.isExported && statement.cls.name) exports.set(statement.cls.name, () => value)
      return
    }
    case 'Enum':
      scope.declareLater(statement.name, () => enumValue(statement, flow, scope))
      if (statement.isExported) exports.set(statement.name, local(statement.name))
      return
    case 'ExportDefault':
      exports.set(
        'default',
        remember(() => flow.evaluate(statement.value, scope)),
      )
      return
    default:
      declareExports(module, statement, context)
  }
}

function declareExports(module: Module, statement: Statement, { source, filling }: Declaring): void {
  const { scope, exports } = module
  if (statement.kind === 'ExportNames') {
    for (const { local, exported } of statement.names) {
      const { specifier } = statement
      exports.set(exported, specifier ? () => filling.imported(specifier, local, source.file) : () => scope.find(local))
    }
  }
  if (statement.kind !== 'ExportAll') return
  const file = filling.input.resolve(statement.specifier, source.file)
  if (statement.as) exports.set(statement.as, () => filling.imported(statement.specifier, '*', source.file))
  else if (file) module.stars.push(file)
}

function declareVariables(module: Module, statement: Extract<Statement, { kind: 'Variables' }>, flow: Flow): void {
  const { scope, exports } = module
  for (const declaration of statement.declarations) {
    const only = { ...statement, declarations: [declaration] }
    // Evaluating declares all names of the pattern; a name read on the way is not known yet.
    const run = remember(() => {
      const inner = new Scope(scope, { isModule: true })
      executeVariables(flow, only, inner)
      return inner
    })
    for (const name of namesOf(declaration.target)) {
      scope.declareLater(name, () => {
        const result = run()
        const value = (result instanceof Scope ? result.find(name) : undefined) ?? opaque(declaration.target)
        share(value, flow.project.shared)
        return value
      })
      if (statement.isExported) exports.set(name, () => scope.find(name))
    }
  }
}

function share(value: Value, shared: WeakSet<object>, depth = 0): void {
  if (value.kind !== 'object' && value.kind !== 'array') return
  shared.add(value)
  const parts = value.kind === 'object' ? value.entries.values() : value.items
  if (depth < 3) for (const part of parts) share(part, shared, depth + 1)
}

function namesOf(pattern: Extract<Statement, { kind: 'Variables' }>['declarations'][number]['target']): string[] {
  if (pattern.kind === 'Identifier') return [pattern.name]
  if (pattern.kind === 'ArrayPattern') return pattern.items.flatMap((item) => (item ? namesOf(item) : []))
  return [...pattern.fields.flatMap((field) => namesOf(field.target)), ...(pattern.rest ? namesOf(pattern.rest) : [])]
}

/** Finds a value once; while it is being found it is not known. */
function remember<T>(find: () => T): () => T | Constant {
  let state: { value: T } | 'busy' | undefined
  return () => {
    if (state === 'busy') return constant(undefined)
    if (!state) {
      state = 'busy'
      state = { value: find() }
    }
    return state.value
  }
}

function enumValue(statement: Extract<Statement, { kind: 'Enum' }>, flow: Flow, scope: Scope): Value {
  const entries = new Map<string, Value>()
  let next = 0
  for (const member of statement.members) {
    const value = member.value ? flow.evaluate(member.value, scope) : constant(next)
    if (value.kind === 'constant' && typeof value.value === 'number') next = value.value + 1
    entries.set(member.name, value)
  }
  return { kind: 'object', entries, spreads: [], cls: undefined, node: undefined, declaredAt: undefined }
}

/** `router.get(handler)`, `module.exports = handler`, `exports.default = handler`. */
function runAtLoad(module: Module, expression: Expression, flow: Flow): void {
  const { scope, exports } = module
  if (expression.kind === 'Call') {
    flow.evaluate(expression, scope)
    return
  }
  if (expression.kind !== 'Assign' || expression.target.kind !== 'Member') return
  const { object, name } = expression.target
  const value = (): Value => flow.evaluate(expression.value, scope)
  const isModule = object.kind === 'Identifier' && object.name === 'module' && name === 'exports'
  if (isModule) exports.set('module.exports', remember(value))
  if (object.kind === 'Identifier' && object.name === 'exports') exports.set(name, remember(value))
  if (object.kind === 'Member' && object.name === 'exports') exports.set(name, remember(value))
}
