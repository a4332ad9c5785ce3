import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Outcome } from './outcome.ts'
import type { CorpusName } from './variants.ts'

/** `"case id": "reason"`: where rehost answers otherwise on purpose. */
export type Divergences = Readonly<Record<string, string>>

/** What one corpus is known to answer otherwise than Next.js. */
export interface Known {
  /** Cases that differ and should not; the list may only shrink. */
  differ: string[]
  /**
   * Cases that differ on purpose, with the status they answer; another status is a change nobody argued for. Where time
   * decides there are several: `500|200`.
   */
  onPurpose: Record<string, string>
}

export type Baseline = Record<CorpusName, Known>

export type Judgement = 'same' | 'on purpose' | 'differs'

export interface Verdict {
  outcome: Outcome
  judgement: Judgement
  /** Why a difference is right; only for `on purpose`. */
  reason?: string
  /** What got worse since the baseline was written; absent when nothing did. */
  worse?: string
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

export function loadDivergences(): Divergences {
  return JSON.parse(readFileSync(here('divergences.json'), 'utf8'))
}

export function loadBaseline(): Baseline {
  return JSON.parse(readFileSync(here('baseline.json'), 'utf8'))
}

export function saveBaseline(baseline: Baseline): void {
  writeFileSync(here('baseline.json'), `${JSON.stringify(baseline, null, 1)}\n`)
}

/** Judges one outcome by the divergences and by what was known before. */
export function judge(outcome: Outcome, divergences: Divergences, known: Known): Verdict {
  if (outcome.differences.length === 0) return { outcome, judgement: 'same' }
  const reason = Object.hasOwn(divergences, outcome.id) ? divergences[outcome.id] : undefined
  if (reason === undefined) {
    const worse = known.differ.includes(outcome.id) ? {} : { worse: 'differs, and did not before' }
    return { outcome, judgement: 'differs', ...worse }
  }
  const before = known.onPurpose[outcome.id]
  const worse =
    before === undefined || before.split('|').includes(outcome.answered)
      ? {}
      : { worse: `answers ${outcome.answered}, before ${before}` }
  return { outcome, judgement: 'on purpose', reason, ...worse }
}

/** Adds what was seen to a baseline; cases that were not replayed keep their place. */
export function renew(known: Known, verdicts: readonly Verdict[]): Known {
  const seen = new Set(verdicts.map(({ outcome }) => outcome.id))
  const of = (judgement: Judgement): Outcome[] =>
    verdicts.filter((verdict) => verdict.judgement === judgement).map(({ outcome }) => outcome)
  const kept = Object.entries(known.onPurpose).filter(([id]) => !seen.has(id))
  const onPurpose = [
    ...kept,
    ...of('on purpose').map(({ id, answered }): [string, string] => [id, withStatus(known.onPurpose[id], answered)]),
  ]
  return {
    differ: [...known.differ.filter((id) => !seen.has(id)), ...of('differs').map(({ id }) => id)].sort(),
    onPurpose: Object.fromEntries(onPurpose.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function withStatus(before: string | undefined, answered: string): string {
  return before?.split('|').includes(answered) ? before : answered
}

/** `N same, N on purpose, N differ of T` */
export function summarise(verdicts: readonly Verdict[]): string {
  const count = (judgement: Judgement): number => verdicts.filter((verdict) => verdict.judgement === judgement).length
  return `${count('same')} same, ${count('on purpose')} on purpose, ${count('differs')} differ of ${verdicts.length}`
}
