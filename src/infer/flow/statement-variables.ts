import type { Variables } from '../syntax/tree.ts'
import { bindPattern } from './bind.ts'
import { addRead } from './findings.ts'
import type { Flow } from './flow.ts'
import { noteWholeType } from './input-types.ts'
import type { Scope } from './scope.ts'
import { declaredAs, optionsOf, UNDEFINED, type Value } from './value.ts'

/** Declares the names of `const`, `let` and `var`. */
export function executeVariables(flow: Flow, statement: Variables, scope: Scope): void {
  for (const declaration of statement.declarations) {
    const { target, init } = declaration
    const value = init ? annotated(flow, flow.evaluate(init, scope), declaration) : UNDEFINED
    const methods = flow.state?.methods
    bindPattern(flow, target, value, { scope, store: (name, part) => scope.declare(name, part, methods) })
    if (!flow.state) return
  }
}

// `const input: T = req.body` says what the body is; `const user: User = {…}` what the object is.
function annotated(flow: Flow, value: Value, declaration: Variables['declarations'][number]): Value {
  const { types } = flow.project.compiler
  const type = declaration.type && types?.declaredType(declaration.type)
  if (!types?.isKnown(type)) return value
  if (value.kind !== 'input') return holdsFunctions(value) ? value : declaredAs(value, declaration.target)
  if (value.path.length === 0) return noteWholeType(flow, value, type, declaration)
  addRead(flow.findings, flow.state, value, { type })
  return value
}

function holdsFunctions(value: Value): boolean {
  return optionsOf(value).some(
    (option) => option.kind === 'object' && [...option.entries.values()].some((entry) => entry.kind === 'function'),
  )
}
