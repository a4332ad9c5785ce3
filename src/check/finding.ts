import { RULES, type Level, type RuleCode } from './rules.ts'

/** One thing worth knowing, and where it stands. */
export interface Finding {
  readonly code: RuleCode
  readonly level: Level
  /** Below the project folder, `/`-separated; undefined for the project as a whole. */
  readonly file?: string | undefined
  /** Both count from 1. */
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly message: string
  readonly fix: string
  /** The lines around the place, where the compiler gave them. */
  readonly frame?: string | undefined
}

/** A finding before its rule's level and remedy are added. */
export type Found = Omit<Finding, 'level' | 'fix'>

/** Adds what the rule says. */
export function toFinding(found: Found): Finding {
  const { level, fix } = RULES[found.code]
  return { ...found, level, fix }
}

/** `file:line:column`, as far as it is known; empty for the project as a whole. */
export function toPlaceText({ file, line, column }: Pick<Finding, 'file' | 'line' | 'column'>): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** Reads `file:line:column` from the right, so that a drive letter stays with its file. */
export function parsePlace(text: string): Pick<Finding, 'file' | 'line' | 'column'> {
  const [, file = text, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(text) ?? []
  return { file, ...(line && { line: Number(line) }), ...(column && { column: Number(column) }) }
}
