import { ALL_METHODS, type MethodSet } from './method-set.ts'
import { type ByMethodValue, type Value, unionOf } from './value.ts'

/** A variable: its value, or how to find it when it is first needed. */
export interface Binding {
  value: Value | undefined
  readonly find: (() => Value) | undefined
  /** The methods that the declaration is reached for. */
  readonly methods: MethodSet
}

/** `let run; if (req.method === 'GET') run = list`: the name stands for another function in each method. */
function forSomeMethods(binding: Binding, value: Value, methods: MethodSet): ByMethodValue | undefined {
  const before = binding.value
  if (value.kind !== 'function' || (binding.methods & ~methods) === 0) return undefined
  if (before?.kind === 'byMethod') return { kind: 'byMethod', entries: new Map([...before.entries, [methods, value]]) }
  const isEmpty = !before || (before.kind === 'constant' && !before.value)
  return isEmpty ? { kind: 'byMethod', entries: new Map([[methods, value]]) } : undefined
}

/** Names visible at a place in the code, innermost first. */
export class Scope {
  private readonly bindings = new Map<string, Binding>()
  readonly parent: Scope | undefined
  /** True for the scope of a whole file: functions declared there depend on their arguments only. */
  readonly isModule: boolean
  /** `this` inside a method. */
  readonly self: Value | undefined

  constructor(parent: Scope | undefined, options: { isModule?: boolean; self?: Value | undefined } = {}) {
    this.parent = parent
    this.isModule = options.isModule ?? false
    this.self = options.self ?? parent?.self
  }

  declare(name: string, value: Value, methods = ALL_METHODS): void {
    this.bindings.set(name, { value, find: undefined, methods })
  }

  /** Declares a name whose value is found when it is first read. */
  declareLater(name: string, find: () => Value): void {
    this.bindings.set(name, { value: undefined, find, methods: ALL_METHODS })
  }

  has(name: string): boolean {
    return this.bindings.has(name)
  }

  find(name: string): Value | undefined {
    const binding = this.bindings.get(name)
    if (!binding) return this.parent?.find(name)
    binding.value ??= binding.find?.()
    return binding.value
  }

  /**
   * An assignment may or may not have happened when the name is read: both values stay possible.
   *
   * @returns The variable when this is the first value it was given.
   */
  assign(name: string, value: Value, methods: MethodSet): Binding | undefined {
    const binding = this.bindings.get(name)
    if (!binding) return this.parent?.assign(name, value, methods)
    const before = binding.value
    const table = forSomeMethods(binding, value, methods)
    if (table) {
      binding.value = table
      return undefined
    }
    const isEmpty = before === undefined || (before.kind === 'constant' && before.value === undefined)
    binding.value = isEmpty ? value : unionOf([before, value])
    return isEmpty ? binding : undefined
  }

  /** The scope of the file that this scope is in. */
  get module(): Scope {
    return this.isModule || !this.parent ? this : this.parent.module
  }
}
