import type { ServerResponse } from 'node:http'
import type { AppParts } from './app/parts.ts'
import type { ProblemOptions } from './config/options.ts'
import type { Folder } from './folder.ts'
import type { Logger } from './log.ts'
import type { DriftDetector, SentAnswer } from './openapi/drift.ts'
import { statesAnswers } from './openapi/read-contract.ts'
import { createDriftLog, tellDrift } from './openapi/drift-log.ts'
import { sampleAnswer } from './openapi/sample-answer.ts'
import type { OpenApiDocument } from './openapi/spec.ts'
import { watchAnswer } from './openapi/watch-answer.ts'
import type { Counts } from './ops/counts.ts'
import type { ProjectFacts } from './schema/facts.ts'

/** An answer that the document does not foresee. */
export interface Unforeseen {
  /** `Route.name`. */
  readonly route: string
  readonly method: string
  readonly status: number
  readonly contentType: string | undefined
}

/** What comparing answers takes. */
export interface WatchParts {
  readonly folder: () => Folder
  readonly log: Logger
}

export interface DevelopmentWatch extends WatchParts {
  readonly describe: () => Promise<OpenApiDocument>
  readonly onUnforeseen?: ((answer: Unforeseen) => void) | undefined
}

type Watch = NonNullable<AppParts['watch']>

/**
 * Compares every answer with the document before it is sent, for development and tests. The first answers only have the
 * document made: nobody waits for a compiler to see whether an answer drifts.
 */
export function createWatch({ folder, describe, log, onUnforeseen }: DevelopmentWatch): Watch {
  const detectors = new WeakMap<Folder, DriftDetector | 'pending'>()
  const find = (one: Folder): DriftDetector | undefined => {
    const known = detectors.get(one)
    if (typeof known === 'object') return known
    if (known === undefined) {
      detectors.set(one, 'pending')
      const open = async (): Promise<void> => {
        const { createDriftDetector } = await import('./openapi/drift.ts')
        detectors.set(one, createDriftDetector(await describe(), one.table.routes))
      }
      open().catch((err: unknown) => log.debug({ err }, 'answers are not compared: there is no document'))
    }
    return undefined
  }
  return (res, { route }) =>
    watchAnswer(res, {
      route: route.name,
      detector: () => find(folder()),
      onDrift: (drifts) => {
        const sent = toUnforeseen(res, route.name)
        if (drifts.some(({ pointer }) => pointer === '')) onUnforeseen?.(sent)
        for (const drift of drifts) {
          tellDrift(log, { sent: { ...sent, body: undefined }, path: route.pattern.path }, drift)
        }
      },
    })
}

function toUnforeseen(res: ServerResponse, route: string): Unforeseen {
  const type = String(res.getHeader('content-type') ?? '')
    .split(';')[0]
    ?.trim()
  return { route, method: res.req.method ?? 'GET', status: res.statusCode, contentType: type === '' ? undefined : type }
}

export interface ProductionWatch extends WatchParts {
  /** Share of answers that are looked at, above 0 and up to 1. */
  readonly sample: number
  readonly counts: Counts
  /** The project's own error format. */
  readonly problem: ProblemOptions | undefined
}

/**
 * Compares a share of the answers of routes with a contract, once they are sent: counts those that break it, and logs
 * each kind once. An answer that is not looked at costs one random number.
 */
export function createSampledWatch({ folder, log, sample, counts, problem }: ProductionWatch): Watch {
  const tell = createDriftLog(log)
  const detectors = new Map<string, Promise<DriftDetector>>()
  const facts = new WeakMap<Folder, Promise<ProjectFacts | undefined>>()
  const factsOf = (one: Folder): Promise<ProjectFacts | undefined> => {
    const known = facts.get(one) ?? one.facts().catch(() => undefined)
    facts.set(one, known)
    return known
  }
  type Answered = Parameters<Watch>[1]
  const open = async ({ route, contract }: Answered): Promise<DriftDetector> => {
    const { createContractDetector } = await import('./openapi/contract-drift.ts')
    const operations = contract ?? { operations: {}, exclusive: false }
    return createContractDetector({ route, contract: operations, facts: await factsOf(folder()), problem })
  }
  const compare = async (sent: SentAnswer, answered: Answered): Promise<void> => {
    const { name, pattern } = answered.route
    const detector = detectors.get(name) ?? open(answered)
    detectors.set(name, detector)
    const drifts = await (await detector).compare(sent)
    if (drifts.length === 0) return
    const kind = `${sent.method} ${sent.status} ${pattern.path}`
    counts.drifts.set(kind, (counts.drifts.get(kind) ?? 0) + 1)
    tell({ sent, path: pattern.path, drifts })
  }
  return (res, answered) => {
    const { contract } = answered
    if (contract === undefined || Math.random() >= sample || !statesAnswers(contract, res.req.method)) return
    sampleAnswer(res, answered.route.name, (sent) => {
      compare(sent, answered).catch((err: unknown) => log.debug({ err }, 'an answer could not be compared'))
    })
  }
}
