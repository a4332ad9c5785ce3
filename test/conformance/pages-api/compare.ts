import { type Difference, shorten } from '../outcome.ts'
import type { PagesAnswer } from './requests.ts'

/**
 * Where two answers differ; `transport` is left out. Body text counts byte by byte, also where it is JSON.
 *
 * The size of a chunk that names the address follows from how long the address is, so it is not compared.
 */
export function compareAnswers(expected: PagesAnswer, got: PagesAnswer): Difference[] {
  const { transport: _a, ...expectedFacts } = maskChunkSizes(expected)
  const { transport: _b, ...gotFacts } = maskChunkSizes(got)
  return compareLeaves(flatten(expectedFacts), flatten(gotFacts)).flatMap(explainBody)
}

function maskChunkSizes(answer: PagesAnswer): PagesAnswer {
  if (answer.raw === undefined || !/\{\{(?:HOST|PORT)\}\}/.test(answer.raw)) return answer
  return { ...answer, raw: answer.raw.replace(/\r\n[0-9a-f]{1,6}\r\n(?!\r)/g, '\r\n{{SIZE}}\r\n') }
}

type Leaves = Map<string, string>

/** Nested objects as one map from dotted path to JSON text. */
function flatten(value: unknown, prefix = '', leaves: Leaves = new Map()): Leaves {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, part] of Object.entries(value)) flatten(part, prefix ? `${prefix}.${key}` : key, leaves)
  } else if (value !== undefined) {
    leaves.set(prefix, JSON.stringify(value))
  }
  return leaves
}

function compareLeaves(expected: Leaves, got: Leaves): Difference[] {
  return [...new Set([...expected.keys(), ...got.keys()])]
    .filter((at) => expected.get(at) !== got.get(at))
    .map((at) => ({ at, expected: expected.get(at) ?? '(absent)', got: got.get(at) ?? '(absent)' }))
}

/** Says which member of a JSON body differs, for the reader. */
function explainBody(difference: Difference): Difference[] {
  const { at, expected, got } = difference
  const [a, b] = [parseBody(expected), parseBody(got)]
  if (at !== 'body' || a === undefined || b === undefined) return [difference]
  const members = compareLeaves(flatten(a, 'body'), flatten(b, 'body'))
  return members.length
    ? members
    : [{ at: 'body (key order or spacing)', expected: shorten(expected), got: shorten(got) }]
}

function parseBody(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(JSON.parse(text))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
