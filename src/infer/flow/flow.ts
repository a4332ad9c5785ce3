import type { Compiler } from '../compiler/compiler.ts'
import type { AnyNode, Expression, FunctionNode, Spread, Statement } from '../syntax/tree.ts'
import type { Findings } from './findings.ts'
import type { Binding, Scope } from './scope.ts'
import type { State } from './state.ts'
import type { FunctionValue, InputValue, MadeValue, Value } from './value.ts'

/** Both ways out of a condition. */
export interface Branches {
  /** The tested value itself: `a || b` is one of them. */
  readonly value: Value
  readonly yes: State | undefined
  readonly no: State | undefined
  /** What names mean in a branch, when the test says more about them. */
  readonly yesNames?: ReadonlyMap<string, Value>
  readonly noNames?: ReadonlyMap<string, Value>
  /** Inputs that are missing, or not what they should be, in a branch. */
  readonly yesMissing?: readonly InputValue[]
  readonly noMissing?: readonly InputValue[]
}

/** A function being followed: what it returned, and where from. */
export interface Frame {
  readonly fn: FunctionNode | undefined
  readonly returns: { readonly value: Value; readonly state: State }[]
}

/** The innermost `try`: what is thrown inside it lands in its catch. */
export interface Trap {
  readonly thrown: { readonly value: Value; readonly state: State }[]
}

/** What a call of a function without ties to the request came to, kept for the next route that calls it. */
export interface Summary {
  readonly value: Value
  readonly thrown: readonly Value[]
  readonly ends: boolean
  readonly findings: Findings
}

/** The project's files as namespaces of values. */
export interface Modules {
  /** What a file exports under a name; undefined when it exports no such thing. */
  exported(file: string, name: string): Value | undefined
  /** Names a file exports; those behind `export *` included. */
  exportNames(file: string): string[]
  /** The value of an import: another file's export, or something external. */
  imported(specifier: string, name: string, fromFile: string): Value
}

/** What all runs over one reading of a project share. */
export interface FlowProject {
  readonly dir: string
  readonly compiler: Compiler
  readonly modules: Modules
  /** Undefined stands for a call that is followed anew each time. */
  /** Objects and lists of whole files. A run must not change them: it would change what the next one finds. */
  readonly shared: WeakSet<object>
  readonly summaries: Map<FunctionNode, Map<string, Summary | undefined>>
}

/**
 * A run of a handler over all methods at once. `state` is replaced as the run goes on; undefined means that no path
 * leads on from here. The parts of the interpreter call one another through it.
 */
export interface Flow {
  readonly project: FlowProject
  readonly findings: Findings
  readonly style: 'node' | 'web'
  state: State | undefined
  frame: Frame
  trap: Trap | undefined
  readonly stack: FunctionValue[]
  /** True while a file is loaded: no request is being answered. */
  readonly isLoading: boolean
  /** Variables that took their first value on the path that is run. */
  filled: Set<Binding>
  /** Where `break` leads to, for the innermost loop or switch. */
  exits: State[]
  /** Expressions that may still be evaluated before the run gives up following calls. */
  fuel: number
  evaluate(node: Expression, scope: Scope): Value
  evaluateArguments(args: readonly (Expression | Spread)[], scope: Scope): Value[]
  condition(node: Expression, scope: Scope): Branches
  execute(statement: Statement, scope: Scope): void
  executeAll(statements: readonly Statement[], scope: Scope): void
  /** Calls any value; `node` is the call, for its type and place. */
  invoke(callee: Value, args: readonly Value[], node: AnyNode): Value
  follow(fn: FunctionValue, args: readonly Value[], node: AnyNode): Value
  construct(callee: Value, args: readonly Value[], node: AnyNode): Value
  /** `value.name`. */
  member(value: Value, name: string, node: AnyNode): Value
  /** A run of its own, as deep as this one. */
  fork(options: { findings: Findings; state: State }): Flow
  /** Runs a router's handlers for the methods they are registered for. */
  runRouter(router: MadeValue, args: readonly Value[], node: AnyNode): Value
  callSuper(instance: Value, args: readonly Value[], node: AnyNode): Value
  /** Runs what happens only when something failed. */
  fail(run: () => Value): Value
  /** Runs something that may or may not happen: what it does is seen, but it does not end the path. */
  perhaps(run: () => Value): Value
}

/** A method call: the method's name, what it is given, and the call itself. */
export interface MemberCall {
  readonly name: string
  readonly args: readonly Value[]
  readonly node: AnyNode
}
