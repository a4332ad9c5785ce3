import type { Expression, ObjectLiteral, Pattern, Spread, Template } from '../syntax/tree.ts'
import { bindPattern } from './bind.ts'
import { toByMethod } from './by-method.ts'
import { evaluateCast } from './cast.ts'
import { evaluateCall } from './evaluate-call.ts'
import type { Flow } from './flow.ts'
import { globalValue } from './globals.ts'
import { textOfValue } from './header-values.ts'
import { noteFlowInto } from './input-types.ts'
import type { Scope } from './scope.ts'
import { ALL_METHODS } from './method-set.ts'
import { assignResponse } from './node-response.ts'
import { evaluateBinary, evaluateConditional, evaluateUnary } from './operators.ts'
import { constant, type ObjectValue, opaque, optionsOf, readAt, UNDEFINED, unionOf, type Value } from './value.ts'

type Kinds = Expression['kind']
type Evaluate<K extends Kinds> = (flow: Flow, node: Extract<Expression, { kind: K }>, scope: Scope) => Value

const EVALUATE: { readonly [K in Kinds]: Evaluate<K> } = {
  Identifier: (_flow, node, scope) => {
    if (node.name === 'undefined') return UNDEFINED
    return readAt(scope.find(node.name) ?? globalValue(node), node)
  },
  Literal: (_flow, node) => constant(node.value, node),
  Regex: (_flow, node) => opaque(node),
  Template: evaluateTemplate,
  Array: (flow, node, scope) => {
    const items = flow.evaluateArguments(node.items, scope)
    items.forEach((item, index) => noteFlowInto(flow, item, node.items[index]))
    const isOpen = node.items.some((item) => item.kind === 'Spread')
    return { kind: 'array', items, isOpen, node, declaredAt: undefined }
  },
  Object: evaluateObject,
  Function: (_flow, node, scope) => ({ kind: 'function', fn: node, scope, self: scope.self }),
  Class: (_flow, node, scope) => ({ kind: 'class', cls: node, scope, statics: new Map() }),
  Member: (flow, node, scope) => flow.member(flow.evaluate(node.object, scope), node.name, node),
  Index: (flow, node, scope) => evaluateIndex(flow, node, scope),
  Call: evaluateCall,
  New: (flow, node, scope) => {
    const callee = flow.evaluate(node.callee, scope)
    return flow.construct(callee, flow.evaluateArguments(node.args, scope), node)
  },
  Unary: evaluateUnary,
  Binary: evaluateBinary,
  Assign: (flow, node, scope) => {
    const value = flow.evaluate(node.value, scope)
    assign(flow, node.target, node.operator === '=' ? value : unionOf([value, opaque(node)]), scope)
    return value
  },
  Conditional: evaluateConditional,
  Await: (flow, node, scope) => readAwaited(flow.evaluate(node.value, scope), node),
  Cast: evaluateCast,
  ImportCall: (flow, node, scope) => {
    const specifier = flow.evaluate(node.specifier, scope)
    if (specifier.kind !== 'constant' || typeof specifier.value !== 'string') return opaque(node)
    return flow.project.modules.imported(specifier.value, '*', node.source.file)
  },
  This: (_flow, node, scope) => scope.self ?? opaque(node),
  Super: (_flow, node, scope) => scope.self ?? opaque(node),
  Other: (flow, node, scope) => {
    for (const child of node.children) flow.evaluate(child, scope)
    return opaque(node)
  },
}

/** The value of an expression, and everything that evaluating it does to the run. */
export function evaluateExpression(flow: Flow, node: Expression, scope: Scope): Value {
  flow.fuel -= 1
  // The table's type pairs each kind with its function; TypeScript cannot follow that through an index.
  const evaluate = EVALUATE[node.kind] as Evaluate<Kinds>
  return evaluate(flow, node, scope)
}

/** Arguments or elements; a spread of an array literal gives its items. */
export function evaluateArguments(flow: Flow, args: readonly (Expression | Spread)[], scope: Scope): Value[] {
  return args.flatMap((arg) => {
    if (arg.kind !== 'Spread') return [flow.evaluate(arg, scope)]
    const value = flow.evaluate(arg.value, scope)
    return value.kind === 'array' ? value.items : [opaque(arg)]
  })
}

function readAwaited(value: Value, node: Expression): Value {
  if (value.kind === 'opaque') return { ...value, node, origin: value.origin ?? value.node }
  if (value.kind === 'made') return { ...value, node }
  return value
}

function evaluateTemplate(flow: Flow, node: Template, scope: Scope): Value {
  const parts = node.parts.map((part) => flow.evaluate(part, scope))
  const isConstant = parts.every((part) => part.kind === 'constant')
  if (!isConstant) return opaque(node, 'string')
  const texts = parts.map(
    (part, index) => String(part.kind === 'constant' ? part.value : '') + (node.texts[index + 1] ?? ''),
  )
  return constant((node.texts[0] ?? '') + texts.join(''), node)
}

function evaluateObject(flow: Flow, node: ObjectLiteral, scope: Scope): Value {
  const entries = new Map<string, Value>()
  const spreads: Value[] = []
  for (const member of node.members) {
    if (member.kind === 'Spread') {
      spreadInto(flow.evaluate(member.value, scope), entries, spreads)
      continue
    }
    const computed = member.computed && flow.evaluate(member.computed, scope)
    const key = member.key ?? (computed?.kind === 'constant' ? String(computed.value) : undefined)
    const value = flow.evaluate(member.value, scope)
    noteFlowInto(flow, value, member.value)
    if (key === undefined) spreads.push(opaque(node))
    else if (member.isGetter && value.kind === 'function') entries.set(key, { ...value, isGetter: true })
    else entries.set(key, value)
  }
  return { kind: 'object', entries, spreads, cls: undefined, node, declaredAt: undefined }
}

function spreadInto(value: Value, entries: Map<string, Value>, spreads: Value[]): void {
  for (const option of optionsOf(value)) {
    if (option.kind === 'object') {
      for (const [key, part] of option.entries) entries.set(key, part)
      spreads.push(...option.spreads)
    } else if (option.kind !== 'constant') spreads.push(option)
  }
}

function evaluateIndex(flow: Flow, node: Extract<Expression, { kind: 'Index' }>, scope: Scope): Value {
  const object = flow.evaluate(node.object, scope)
  const index = flow.evaluate(node.index, scope)
  if (index.kind === 'constant' && typeof index.value === 'string') return flow.member(object, index.value, node)
  if (index.kind === 'method') return toByMethod(flow, object, node)
  if (index.kind === 'constant' && typeof index.value === 'number' && object.kind === 'array') {
    return object.items[index.value] ?? opaque(node)
  }
  if (object.kind === 'object' && index.kind === 'union') {
    const named = entriesNamed(flow, object, { index, node })
    if (named) return named
  }
  // Which of a few functions is not known: any of them.
  if (object.kind === 'array' && object.items.length > 0 && !isDataOnly(object.items))
    return unionOf(object.items, node)
  if (object.kind === 'input' && index.kind === 'union' && index.options.every((option) => isName(option))) {
    return unionOf(index.options.map((option) => flow.member(object, textOfValue(option) ?? '', node)))
  }
  if (object.kind === 'input' && index.kind !== 'constant') {
    if (object.path.length === 0) flow.findings.notes.add(`a name read from the ${object.place} is not constant`)
    return opaque(node)
  }
  if (object.kind === 'input') return object
  if (object.kind === 'object' && object.spreads.length === 0) return anyEntry(object, node)
  return opaque(node)
}

// `STATUS[error.code]`: the entries of the codes that were seen to be thrown, and what other errors may have.
function entriesNamed(
  flow: Flow,
  object: ObjectValue,
  { index, node }: { index: Extract<Value, { kind: 'union' }>; node: Expression },
): Value | undefined {
  const names = index.options.filter((option) => option.kind === 'constant' && option.value !== undefined)
  const others = index.options.filter((option) => option.kind !== 'constant')
  if (names.length === 0) return undefined
  const entries = names.map((name) => flow.member(object, name.kind === 'constant' ? String(name.value) : '', node))
  return unionOf([...entries, ...others.map((other) => (isOfCaught(other) ? other : opaque(node)))], node)
}

const isName = (value: Value): boolean => textOfValue(value) !== undefined

const isOfCaught = (value: Value): boolean => value.kind === 'opaque' && value.target?.kind === 'caught'

const isDataOnly = (values: readonly Value[]): boolean =>
  values.every((value) => value.kind === 'opaque' || value.kind === 'constant')

// Which entry is not known: any of them, or none.
function anyEntry(object: ObjectValue, node: Expression): Value {
  const entries = [...object.entries.values()]
  return isDataOnly(entries) ? opaque(node) : unionOf([...entries, UNDEFINED], node)
}

function assign(flow: Flow, target: Expression | Pattern, value: Value, scope: Scope): void {
  if (target.kind === 'ObjectPattern' || target.kind === 'ArrayPattern' || target.kind === 'Identifier') {
    const methods = flow.state?.methods ?? ALL_METHODS
    const store = (name: string, part: Value): void => {
      const filled = scope.assign(name, part, methods)
      if (filled) flow.filled.add(filled)
    }
    bindPattern(flow, target, value, { scope, store })
    return
  }
  if (target.kind === 'Index') {
    assignEntry(flow, target, value, scope)
    return
  }
  if (target.kind !== 'Member') return
  const object = flow.evaluate(target.object, scope)
  if (object.kind === 'object' && !flow.project.shared.has(object)) object.entries.set(target.name, value)
  if (object.kind === 'class') object.statics.set(target.name, value)
  if (object.kind === 'response') assignResponse(flow, target.name, value)
}

function assignEntry(flow: Flow, target: Extract<Expression, { kind: 'Index' }>, value: Value, scope: Scope): void {
  const object = flow.evaluate(target.object, scope)
  const index = flow.evaluate(target.index, scope)
  if (flow.project.shared.has(object)) return
  if (object.kind === 'array') object.isOpen = true
  if (object.kind !== 'object') return
  if (index.kind === 'constant') object.entries.set(String(index.value), value)
  // Under a name that is not known: the object has more in it than is written.
  else object.spreads.push(opaque(target))
}
