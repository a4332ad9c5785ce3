import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../outcome.ts'
import type { Variant } from '../variants.ts'
import { compareAnswers } from './compare.ts'
import { loadRecording, loadRequests, type RouteAnswer, type RouteCase } from './requests.ts'
import { sendCase } from './send.ts'
import { sendBytes } from './send-bytes.ts'
import type { Masks } from './normalise.ts'

/** Sends a variant's cases one after another, as they were recorded, and compares each answer. */
export async function replayRoutes(
  variant: Variant,
  { recording, only, ...masks }: Masks & { recording: string; only?: RegExp },
): Promise<Outcome[]> {
  const recorded = loadRecording(recording)
  const outcomes: Outcome[] = []
  for (const sent of loadRequests()) {
    const expected = recorded[sent.id]
    if ((sent.app ?? 'main') !== variant.name || !expected || (only && !only.test(sent.id))) continue
    if (sent.delayMs) await sleep(sent.delayMs)
    const got = sent.raw === undefined ? await sendCase(sent, masks) : await sendBytes(sent, masks)
    if (sent.afterMs) await sleep(sent.afterMs)
    outcomes.push(toOutcome(sent, expected, got))
  }
  return outcomes
}

function toOutcome(sent: RouteCase, expected: RouteAnswer, got: RouteAnswer): Outcome {
  return {
    id: sent.id,
    request: sent.raw === undefined ? `${sent.method ?? 'GET'} ${sent.path}` : 'bytes',
    why: sent.why,
    differences: compareAnswers(expected, got, sent),
    answered: [got.error, got.aborted ? 'aborted' : undefined, got.status].filter(Boolean).join(' '),
  }
}
