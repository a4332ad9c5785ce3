// Proves what docs/reliability.md says: `npm run prove [-- name …] [--target express] [--quick] [--write] [--node path]`.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { publish, toTable } from '../report.ts'
import { PROOFS } from './proofs.ts'
import type { Finding, Proof, Scale } from './proof.ts'
import { startTarget } from './target.ts'

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url))

interface Result extends Finding {
  readonly date: string
}

/** By target, then by name of the proof. */
type Results = Record<string, Record<string, Result>>

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    target: { type: 'string', default: 'rehost' },
    node: { type: 'string', default: process.execPath },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

function choose(names: readonly string[]): readonly Proof[] {
  const unknown = names.filter((name) => !PROOFS.some((proof) => proof.name === name))
  if (unknown.length > 0) {
    throw new Error(`no proof is called ${unknown.join(', ')}; there are ${PROOFS.map(({ name }) => name).join(', ')}`)
  }
  return names.length === 0 ? PROOFS : PROOFS.filter(({ name }) => names.includes(name))
}

async function proveOne(proof: Proof, scale: Scale): Promise<Finding> {
  const target = await startTarget(values.target, values.node, proof.options)
  try {
    return await proof.run(target, scale)
  } finally {
    await target.stop()
  }
}

function keep(found: ReadonlyMap<Proof, Finding>): void {
  const results: Results = JSON.parse(readFileSync(RESULTS, 'utf8'))
  const date = new Date().toISOString().slice(0, 10)
  const own = (results[values.target] ??= {})
  for (const [{ name }, finding] of found) own[name] = { ...finding, date }
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`)
  const rows = PROOFS.map((proof) => {
    const result = own[proof.name]
    const verdict = result === undefined ? 'not run' : result.reached ? 'reached' : 'missed'
    return [proof.what, proof.others, proof.goal, result?.found ?? '', verdict]
  })
  const table = toTable(['what', 'others', 'goal', `found on ${values.target}`, 'verdict'], rows)
  const how = 'Every row by `npm run prove -- --write`.'
  publish({ document: 'reliability.md', name: `prove ${values.target}`, node: values.node, how }, table, true)
}

process.env['PROVE_NODE'] = values.node
const found = new Map<Proof, Finding>()
for (const proof of choose(positionals)) {
  const finding = await proveOne(proof, values.quick ? 'quick' : 'full')
  found.set(proof, finding)
  console.log(`${finding.reached ? 'reached' : 'MISSED '} ${proof.name}: ${finding.found}`)
}
if (values.write) keep(found)
const missed = [...found.values()].filter(({ reached }) => !reached).length
console.log(`${found.size - missed} reached, ${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
