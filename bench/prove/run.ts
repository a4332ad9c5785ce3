// Proves what docs/reliability.md says: `npm run prove [-- name …] [--target express] [--quick] [--write] [--node path]`.
import { parseArgs } from 'node:util'
import { readNodeVersion } from '../machine.ts'
import { PROOFS } from './proofs.ts'
import type { Finding, Proof, Scale } from './proof.ts'
import { keepResults } from './results.ts'
import { startTarget } from './target.ts'

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

process.env['PROVE_NODE'] = values.node
const found = new Map<string, Finding>()
for (const proof of choose(positionals)) {
  const finding = await proveOne(proof, values.quick ? 'quick' : 'full')
  found.set(proof.name, finding)
  console.log(`${finding.reached ? 'reached' : 'MISSED '} ${proof.name}: ${finding.found}`)
}
if (values.write) keepResults(values.target, PROOFS, found, readNodeVersion(values.node))
const missed = [...found.values()].filter(({ reached }) => !reached).length
console.log(`${found.size - missed} reached, ${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
