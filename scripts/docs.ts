// Writes the parts of the pages that are said elsewhere first:
//   npm run docs:generate
import path from 'node:path'
import type { Row } from '../test/ecosystem/matrix.ts'
import { read, writeMarked } from './marked.ts'

/** A part of a page and where it is taken from. */
export interface Part {
  readonly page: string
  readonly name: string
  readonly text: () => string
}

/** The text below a heading, up to the next of its level. */
function section(markdown: string, heading: string): string {
  const start = markdown.indexOf(`\n## ${heading}\n`)
  if (start === -1) throw new Error(`There is no "## ${heading}"`)
  const body = markdown.slice(start + heading.length + 5)
  const end = body.search(/\n## /)
  return end === -1 ? body : body.slice(0, end)
}

/** Links as they must be when a text moves from one folder of the repository to another. */
function moveLinks(markdown: string, from: string, to: string): string {
  return markdown.replaceAll(/\]\((?!https?:|#)([^)\s]+)\)/g, (_, target: string) => {
    return `](${path.posix.relative(to, path.posix.join(from, target))})`
  })
}

/** The README's links to its own sections lead to the README from elsewhere. */
const nameReadme = (markdown: string): string => markdown.replaceAll('](#', '](README.md#')

function toTutorial(): string {
  const text = moveLinks(nameReadme(section(read('README.md'), 'Tutorial')), '.', 'docs')
  return text.replaceAll(/^### /gm, '## ')
}

function toExamples(): string {
  const rows = read('examples/README.md')
    .replace(/^# .*\n/, '')
    .replaceAll(/\]\(([\w-]+)\)/g, ']($1/README.md)')
  return moveLinks(rows, 'examples', 'docs/guides')
}

interface Baseline {
  readonly differ: readonly string[]
  readonly onPurpose: Readonly<Record<string, string>>
}

/** One row a reason, the most frequent first, with the cases by name. */
function toCases(): string {
  const reasons: Record<string, string> = JSON.parse(read('test/conformance/divergences.json'))
  const baseline: Record<string, Baseline> = JSON.parse(read('test/conformance/baseline.json'))
  const cases = new Map<string, string[]>()
  for (const { onPurpose } of Object.values(baseline))
    for (const id of Object.keys(onPurpose)) {
      const reason = reasons[id]
      if (reason !== undefined) cases.set(reason, [...(cases.get(reason) ?? []), id])
    }
  const rows = [...cases].sort(([, a], [, b]) => b.length - a.length)
  const counts = Object.entries(baseline).map(
    ([corpus, { onPurpose, differ }]) =>
      `${corpus}: ${Object.keys(onPurpose).length} on purpose, ${differ.length} that should not differ and still do`,
  )
  const table = rows.map(
    ([reason, ids]) =>
      `| ${ids.length} | ${reason.replaceAll('|', '\\|')} | ${ids.map((id) => `\`${id}\``).join(' ')} |`,
  )
  return `${counts.join('; ')}.\n\n| cases | what differs, and why | which |\n|---|---|---|\n${table.join('\n')}`
}

const toSign = (ok: boolean): string => (ok ? '✓' : '✗')

/** One row a scenario, as `npm run ecosystem -- --write` found them. */
function toLibraries(): string {
  const rows: Row[] = JSON.parse(read('test/ecosystem/results.json'))
  const passed = rows.filter(({ memory, built }) => memory && built).length
  const lines = rows.map(({ kind, name, pkg, version, router, checks, memory, built }) => {
    return `| ${kind} | ${name} | \`${pkg}\` ${version} | ${router} | ${checks} | ${toSign(memory)} | ${toSign(built)} |`
  })
  const head =
    '| kind | scenario | package | router | checks | compiled in memory | built |\n|---|---|---|---|---:|:-:|:-:|'
  return `${passed} of ${rows.length} scenarios pass both ways.\n\n${head}\n${lines.join('\n')}`
}

/** Every part that is written by this script; a test holds the pages to it. */
export const PARTS: readonly Part[] = [
  { page: 'docs/tutorial.md', name: 'tutorial', text: toTutorial },
  { page: 'docs/guides/examples.md', name: 'examples', text: toExamples },
  {
    page: 'docs/reference/config.md',
    name: 'config',
    text: () => moveLinks(nameReadme(section(read('README.md'), 'Configuration')), '.', 'docs/reference'),
  },
  { page: 'docs/reference/parity-cases.md', name: 'cases', text: toCases },
  { page: 'docs/reference/libraries.md', name: 'libraries', text: toLibraries },
]

if (process.argv[1] === import.meta.filename) for (const { page, name, text } of PARTS) writeMarked(page, name, text())
