import { Fault } from '../errors.ts'
import { compareAnswers, type From } from './compare-answers.ts'
import type { Difference, IsIgnored } from './difference.ts'
import { SAFE_METHODS, type PlannedRequest } from './request.ts'
import { sendRequest, type SendOptions } from './send.ts'

/** What became of one request. */
export interface Comparison {
  readonly method: string
  readonly target: string
  /** Status of each server; undefined when it did not answer. */
  readonly status: readonly [number | undefined, number | undefined]
  readonly differences: readonly Difference[]
  /** Paths at which the first server differs from itself when asked again; they are no differences. */
  readonly varies: readonly string[]
}

export interface CompareOptions {
  readonly a: URL
  readonly b: URL
  readonly headers: Readonly<Record<string, string>>
  readonly isIgnored: IsIgnored
  readonly timeoutMs: number
  /** Requests under way at a time, each to both servers. Those that write go one by one, in their order. */
  readonly concurrency: number
}

interface Asked {
  readonly comparison: Comparison
  readonly answers: readonly [From, From]
}

/**
 * Sends every request to both servers and compares the answers.
 *
 * @throws {Fault} COMMAND_INVALID, when there was never a connection to one of them.
 */
export async function compareServers(
  requests: readonly PlannedRequest[],
  options: CompareOptions,
): Promise<readonly Comparison[]> {
  const writes = requests.some(({ method }) => !SAFE_METHODS.includes(method))
  const results: Asked[] = []
  const queue = requests.entries()
  const work = async (): Promise<void> => {
    for (const [index, request] of queue) results[index] = await compareOne(request, options)
  }
  await Promise.all(Array.from({ length: writes ? 1 : options.concurrency }, work))
  checkReached(results)
  return results.map(({ comparison }) => comparison)
}

// A server that is not there says nothing of whether the two differ.
function checkReached(results: readonly Asked[]): void {
  const missing = ([0, 1] as const).flatMap((side) => {
    const answers = results.map((one) => one.answers[side])
    const [first] = answers
    if (first === undefined || !answers.every(isUnreached)) return []
    return 'failure' in first.answer ? [`${first.base.href} could not be reached: ${first.answer.failure}`] : []
  })
  if (missing.length > 0) throw new Fault('COMMAND_INVALID', `nothing was compared: ${missing.join('; ')}`)
}

const isUnreached = ({ answer }: From): boolean => 'failure' in answer && answer.isUnreached

async function compareOne(request: PlannedRequest, options: CompareOptions): Promise<Asked> {
  const answers = await Promise.all([ask(request, options.a, options), ask(request, options.b, options)])
  return { comparison: await compareTwo(request, answers, options), answers }
}

async function compareTwo(
  request: PlannedRequest,
  [a, b]: readonly [From, From],
  options: CompareOptions,
): Promise<Comparison> {
  const { isIgnored } = options
  const found = compareAnswers(a, b, isIgnored)
  const { method, target } = request
  const about = { method, target, status: [statusOf(a), statusOf(b)] } as const
  if (found.length === 0 || !SAFE_METHODS.includes(method)) return { ...about, differences: found, varies: [] }
  // A time or a random id differs at each call, on one server alone too.
  const again = await ask(request, options.a, options)
  const own = new Set(compareAnswers(a, again, isIgnored).map(({ path }) => path))
  return {
    ...about,
    differences: found.filter(({ path }) => !own.has(path)),
    varies: found.flatMap(({ path }) => (own.has(path) ? [path] : [])),
  }
}

async function ask(request: PlannedRequest, base: URL, { headers, timeoutMs }: CompareOptions): Promise<From> {
  const options: SendOptions = { base, headers, timeoutMs }
  return { base, answer: await sendRequest(request, options) }
}

const statusOf = ({ answer }: From): number | undefined => ('failure' in answer ? undefined : answer.status)
