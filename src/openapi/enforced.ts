import type { ProblemFormat } from './problem.ts'
import type { ContractChecks } from './validate.ts'

/** A route's contract, ready to be asked. */
export interface Enforced {
  readonly checks: ContractChecks
  /** Names of the path parameters. */
  readonly params: readonly string[]
  readonly format: ProblemFormat | undefined
  /** RFC 9110 §9.3.2: HEAD is GET without the content. Doors leave the content out by the method they have read. */
  readonly getAnswersHead: boolean
}
