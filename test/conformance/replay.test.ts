import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { replayVariant } from './replay.ts'
import { describeVerdict } from './report.ts'
import { VARIANTS } from './variants.ts'
import { judge, loadBaseline, loadDivergences, summarise, type Verdict } from './verdict.ts'

// Servers at a time. Each waits more than it works: for timeouts, for slow streams, for caches to age.
const LANES = 4

describe('answers as Next.js does, or better on purpose', { concurrency: LANES }, () => {
  const divergences = loadDivergences()
  const baseline = loadBaseline()
  const all: Verdict[] = []

  for (const variant of VARIANTS) {
    const { corpus, name } = variant
    test(`the ${name} project of ${corpus}`, async () => {
      const { outcomes } = await replayVariant(variant, { mode: 'start' })
      const verdicts = outcomes.map((outcome) => judge(outcome, divergences, baseline[corpus]))
      all.push(...verdicts)
      console.log(`${corpus} ${name}: ${summarise(verdicts)}`)
      const worse = verdicts.filter((verdict) => verdict.worse !== undefined)
      assert.equal(worse.map((verdict) => describeVerdict(verdict, true)).join(''), '')
    })
  }

  after(() => console.log(`all: ${summarise(all)}`))
})
