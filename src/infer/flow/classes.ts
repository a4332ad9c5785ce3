import type { AnyNode } from '../syntax/tree.ts'
import type { Flow } from './flow.ts'
import { Scope } from './scope.ts'
import { type ClassValue, type FunctionValue, type ObjectValue, opaque, UNDEFINED, type Value } from './value.ts'

/** An instance of a class of the project: fields from its initialisers, its constructor and those it extends. */
export function createInstance(flow: Flow, cls: ClassValue, args: readonly Value[], node: AnyNode): ObjectValue {
  const instance: ObjectValue = { kind: 'object', entries: new Map(), spreads: [], cls, node, declaredAt: node }
  initialise(flow, cls, { instance, args, node })
  return instance
}

interface Making {
  readonly instance: ObjectValue
  readonly args: readonly Value[]
  readonly node: AnyNode
}

function initialise(flow: Flow, cls: ClassValue, making: Making): void {
  const { instance, args, node } = making
  const scope = new Scope(cls.scope, { self: instance })
  const builder = cls.cls.members.find((member) => member.name === 'constructor')?.value
  // Without a constructor of its own a class passes its arguments on; with one, `super(…)` does.
  const parent = builder ? undefined : parentOf(flow, cls)
  if (parent?.kind === 'class') initialise(flow, parent, making)
  else if (parent) noteErrorArguments(parent, making)
  for (const member of cls.cls.members) {
    const isField = !member.isStatic && member.value && member.value.kind !== 'Function' && member.name
    if (isField && member.value) instance.entries.set(member.name ?? '', flow.evaluate(member.value, scope))
  }
  if (builder?.kind !== 'Function') return
  builder.params.forEach((param, index) => {
    const value = args[index]
    if (param.isProperty && param.target.kind === 'Identifier' && value) instance.entries.set(param.target.name, value)
  })
  flow.follow({ kind: 'function', fn: builder, scope, self: instance }, args, node)
}

/** `super(…)` inside a constructor. */
export function callSuper(flow: Flow, instance: Value, args: readonly Value[], node: AnyNode): void {
  if (instance.kind !== 'object' || !instance.cls) return
  const running = flow.frame.fn
  let cls: ClassValue | undefined = instance.cls
  while (cls && cls.cls.members.find((member) => member.name === 'constructor')?.value !== running) {
    const next = parentOf(flow, cls)
    cls = next?.kind === 'class' ? next : undefined
  }
  const parent = cls && parentOf(flow, cls)
  if (parent?.kind === 'class') initialise(flow, parent, { instance, args, node })
  else if (parent) noteErrorArguments(parent, { instance, args, node })
}

// `Error` keeps its first argument as `message`.
function noteErrorArguments(parent: Value, { instance, args }: Making): void {
  const [message] = args
  if (parent.kind === 'external' && parent.name.endsWith('Error') && message) instance.entries.set('message', message)
}

/** The class a class extends. */
export function parentOf(flow: Flow, cls: ClassValue): Value | undefined {
  return cls.cls.superclass && flow.evaluate(cls.cls.superclass, cls.scope)
}

/** A method or accessor of an instance, inherited ones included. */
export function instanceMember(flow: Flow, instance: ObjectValue, name: string, node: AnyNode): Value | undefined {
  for (let cls = instance.cls; cls;) {
    const member = cls.cls.members.find((candidate) => candidate.name === name && !candidate.isStatic)
    if (member?.value?.kind === 'Function') {
      const method: FunctionValue = {
        kind: 'function',
        fn: member.value,
        scope: new Scope(cls.scope, { self: instance }),
        self: instance,
      }
      return member.isGetter ? flow.follow(method, [], node) : method
    }
    const parent = parentOf(flow, cls)
    cls = parent?.kind === 'class' ? parent : undefined
  }
  return undefined
}

/** A static member of a class. */
export function staticMember(flow: Flow, cls: ClassValue, name: string, node: AnyNode): Value {
  const known = cls.statics.get(name)
  if (known) return known
  const member = cls.cls.members.find((candidate) => candidate.name === name && candidate.isStatic)
  const scope = new Scope(cls.scope, { self: cls })
  if (member?.value) {
    const value = flow.evaluate(member.value, scope)
    cls.statics.set(name, value)
    return value
  }
  const parent = member ? undefined : parentOf(flow, cls)
  if (parent?.kind === 'class') return staticMember(flow, parent, name, node)
  return name === 'prototype' ? UNDEFINED : opaque(node)
}

/** True for an instance of the class or of one that extends it, as far as the code shows. */
export function isInstance(value: Value, cls: ClassValue): boolean {
  if (value.kind !== 'object' || !value.cls) return false
  let current: ClassValue | undefined = value.cls
  for (let depth = 0; current && depth < 10; depth += 1) {
    if (current.cls === cls.cls) return true
    const extended: ClassValue['cls']['superclass'] = current.cls.superclass
    const parent: Value | undefined = extended?.kind === 'Identifier' ? current.scope.find(extended.name) : undefined
    current = parent?.kind === 'class' ? parent : undefined
  }
  return false
}
