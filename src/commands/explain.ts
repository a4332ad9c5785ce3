import { summarise, toExplanation } from '../infer/explain.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import type { CommandContext } from './command.ts'

/** Prints what is known of every operation, and how; nothing is written. */
export function explain(facts: ProjectFacts, isJson: boolean, context: CommandContext): number {
  const text = isJson ? JSON.stringify({ summary: summarise(facts), ...facts }, undefined, 2) : toExplanation(facts)
  context.out(text.trimEnd())
  return 0
}
