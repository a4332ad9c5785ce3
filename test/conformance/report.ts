import { shorten } from './outcome.ts'
import type { Divergences, Verdict } from './verdict.ts'

/** A difference as lines for the terminal; nothing for a case that is the same, nor for one on purpose unless asked. */
export function describeVerdict({ outcome, judgement, reason, worse }: Verdict, verbose: boolean): string {
  if (judgement === 'same' || (judgement === 'on purpose' && !worse && !verbose)) return ''
  const mark = worse ? '✗' : judgement === 'differs' ? '·' : '~'
  const head = `${mark} ${outcome.id}  ${shorten(outcome.request, 120)}  — ${reason ?? outcome.why}`
  const lines = [worse ? `${head} [${worse}]` : head]
  if (verbose) {
    for (const { at, expected, got } of outcome.differences) {
      lines.push(`    ${at}: expected ${shorten(expected)}, got ${shorten(got)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** Divergences of replayed cases that answer as Next.js does, so that the entry can go. */
export function listUnneeded(verdicts: readonly Verdict[], divergences: Divergences): string {
  const ids = verdicts
    .filter(({ outcome, judgement }) => judgement === 'same' && Object.hasOwn(divergences, outcome.id))
    .map(({ outcome }) => outcome.id)
  return ids.length ? `in divergences.json, but the same: ${ids.join(', ')}\n` : ''
}
