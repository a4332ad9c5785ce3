import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../outcome.ts'
import type { Variant } from '../variants.ts'
import { compareAnswers } from './compare.ts'
import { loadRecording, loadRequests, type HttpCase, type PagesAnswer, type SocketCase } from './requests.ts'
import { type Memory, sendCase } from './send.ts'
import { sendBytes } from './send-bytes.ts'

/** Sends a variant's cases one after another, as they were recorded, and compares each answer. */
export async function replayPages(
  variant: Variant,
  { port, recording, only }: { port: number; recording: string; only?: RegExp },
): Promise<Outcome[]> {
  const { cases, raw } = loadRequests()
  const recorded = loadRecording(recording)
  const wanted = (one: HttpCase | SocketCase): boolean =>
    one.variant === variant.name && one.id in recorded && (!only || only.test(one.id))
  const memory: Memory = { cookies: new Map(), etags: new Map() }
  const outcomes: Outcome[] = []
  for (const sent of cases.filter(wanted)) {
    if (sent.delayMs) await sleep(sent.delayMs)
    outcomes.push(toOutcome(sent, recorded[sent.id] ?? {}, await sendCase(sent, port, memory)))
  }
  for (const sent of raw.filter(wanted)) {
    outcomes.push(toOutcome(sent, recorded[sent.id] ?? {}, await sendBytes(sent, port)))
  }
  return outcomes
}

function toOutcome(sent: HttpCase | SocketCase, expected: PagesAnswer, got: PagesAnswer): Outcome {
  return {
    id: sent.id,
    request: 'method' in sent ? `${sent.method} ${sent.path}` : 'bytes',
    why: sent.why,
    differences: compareAnswers(expected, got),
    answered: toWord(got),
  }
}

function toWord({ outcome, status, raw }: PagesAnswer): string {
  if (raw !== undefined) return /^HTTP\/1\.\d (\d+)/.exec(raw)?.[1] ?? 'no answer'
  return outcome === 'ok' ? String(status) : [outcome, status].filter(Boolean).join(' ')
}
