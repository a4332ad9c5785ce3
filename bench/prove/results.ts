import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeMachine } from '../machine.ts'
import { replaceSection, toTable } from '../report.ts'
import type { Claim, Finding } from './proof.ts'
import { toSummary } from './summary.ts'

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url))
const DOCUMENT = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))

interface Result extends Finding {
  readonly date: string
  /** Machine and version of Node.js. */
  readonly where: string
}

/** By table, then by name of the claim. */
type Results = Record<string, Record<string, Result>>

function toVerdict(result: Finding | undefined): string {
  if (result === undefined) return 'not run'
  return result.reached ? 'reached' : '**missed**'
}

/**
 * Keeps findings beside those of earlier runs, and writes the table anew.
 *
 * @param table `rehost`, `express` or `rollout`: the name of the section in docs/reliability.md.
 * @param node The version of Node.js that the servers ran on.
 */
export function keepResults(
  table: string,
  claims: readonly Claim[],
  findings: ReadonlyMap<string, Finding>,
  node: string,
): void {
  const results: Results = JSON.parse(readFileSync(RESULTS, 'utf8'))
  const own = (results[table] ??= {})
  const date = new Date().toISOString().slice(0, 10)
  const where = `Node.js ${node}; ${describeMachine()}`
  for (const [name, { found, reached }] of findings) own[name] = { found, reached, date, where }
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`)
  const rows = claims.map(({ name, what, others, goal }) => {
    const result = own[name]
    return [`\`${name}\`: ${what}`, others, goal, result?.found ?? '', toVerdict(result)]
  })
  const places = new Set(Object.values(own).map((result) => result.where))
  const grid = toTable(['what', 'others', 'goal', 'found', 'verdict'], rows, 'text')
  const text = `${[...places].join('. ')}.\n\n${grid}`
  const written = replaceSection(readFileSync(DOCUMENT, 'utf8'), `prove ${table}`, text)
  writeFileSync(
    DOCUMENT,
    replaceSection(
      written,
      'prove summary',
      toSummary((name, claim) => results[name]?.[claim], toVerdict),
    ),
  )
}
