import cluster, { type Worker } from 'node:cluster'
import { createLogger, type Logger } from '../log.ts'
import { WORKER_VARIABLE, type FromWorker, type ToWorker, type WorkerLogging } from './worker-link.ts'

export interface CrewOptions {
  /** Number of workers, from 1. */
  readonly count: number
  /** Variables for all workers, beside those of this process. */
  readonly variables: Readonly<Record<string, string>>
  /** Resolves with a signal's name when all are to end. */
  readonly asked: Promise<string>
  /** Prints a line. */
  readonly out: (text: string) => void
  /** Milliseconds the event loop of a worker that is up may stand still before another takes its place; 0 for ever. */
  readonly stallMs: number
  /** Told when all are up, and when they are to end. */
  readonly onPhase?: (phase: 'ready' | 'draining') => void
  /** How to log until a worker has said how it does. */
  readonly logging: WorkerLogging
}

interface Place {
  readonly number: number
  worker: Worker | undefined
  /** When its worker came up, in milliseconds of the monotonic clock; undefined while it has not. */
  upSince: number | undefined
  /** When it last said that it lives. */
  heardAt: number
  /** Workers in a row that did not stay. */
  failures: number
  timer: NodeJS.Timeout | undefined
}

interface Crew {
  readonly options: CrewOptions
  readonly places: readonly Place[]
  /** Lines of the first worker that wait until all are up. */
  readonly held: string[]
  log: Logger
  phase: 'starting' | 'ready' | 'leaving'
  exitCode: number
  readonly end: (exitCode: number) => void
}

const CHECK_EVERY_MS = 500
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
/** A worker that stayed this long did not fail because of how it starts. */
const SOUND_MS = 10_000

/**
 * Runs workers that execute this process's own command line and share its port, and replaces those that die or whose event
 * loop stands still.
 *
 * The first starts alone, so that what is wrong with the project is said once; the others follow together. All are ready
 * at the same moment. One that cannot even start the first time ends them all.
 *
 * @returns The exit code, when all have ended: 0 when they were asked to and did.
 */
export function runCrew(options: CrewOptions): Promise<number> {
  return new Promise((end) => {
    const places = Array.from({ length: options.count }, (_, index): Place => {
      return { number: index + 1, worker: undefined, upSince: undefined, heardAt: 0, failures: 0, timer: undefined }
    })
    const log = createLogger(options.logging)
    const crew: Crew = { options, places, held: [], log, phase: 'starting', exitCode: 0, end }
    if (options.stallMs > 0) watchStalls(crew)
    void options.asked.then(() => dismiss(crew, 0))
    hire(crew, places[0])
  })
}

function hire(crew: Crew, place: Place | undefined): void {
  if (place === undefined || crew.phase === 'leaving') return
  const worker = cluster.fork({ ...crew.options.variables, [WORKER_VARIABLE]: String(place.number) })
  place.worker = worker
  place.upSince = undefined
  // The first worker of all speaks for the rest.
  const speaks = place.number === 1 && crew.phase === 'starting'
  worker.on('message', (message: FromWorker | null) => {
    place.heardAt = performance.now()
    if (message?.rehost === 'up') welcome(crew, place, message.logging)
    if (message?.rehost === 'out' && speaks) say(crew, message.text)
    if (message?.rehost === 'settle') tell(worker, 'settled')
  })
  worker.on('exit', (code, signal) => leave(crew, place, { code, signal }))
}

function welcome(crew: Crew, place: Place, logging: WorkerLogging): void {
  place.upSince = performance.now()
  if (crew.phase === 'ready') tell(place.worker, 'ready')
  if (crew.phase !== 'starting') return
  if (place.number === 1) {
    crew.log = createLogger(logging)
    for (const other of crew.places.slice(1)) hire(crew, other)
  }
  if (crew.places.some(({ upSince }) => upSince === undefined)) return
  crew.phase = 'ready'
  crew.options.onPhase?.('ready')
  for (const one of crew.places) tell(one.worker, 'ready')
  for (const line of crew.held) crew.options.out(line)
  crew.options.out(`${crew.places.length} workers`)
}

function tell(worker: Worker | undefined, rehost: ToWorker['rehost']): void {
  const message: ToWorker = { rehost }
  worker?.send(message, () => {}) // One that died meanwhile is replaced anyway.
}

/** Kills workers that say nothing any more: one in an endless loop cannot be asked to end. */
function watchStalls(crew: Crew): void {
  const { stallMs } = crew.options
  let checkedAt = performance.now()
  const check = (): void => {
    const now = performance.now()
    // When this process stood still itself, it has heard nobody.
    const wasAway = now - checkedAt > stallMs / 2
    checkedAt = now
    for (const place of crew.places) {
      if (wasAway) place.heardAt = now
      if (place.upSince === undefined || now - place.heardAt < stallMs) continue
      crew.log.error(
        { event: 'worker-stall', worker: place.number, stallMs },
        `worker ${place.number} has stood still for ${stallMs} ms and is killed`,
      )
      place.heardAt = now
      place.worker?.process.kill('SIGKILL')
    }
  }
  setInterval(check, CHECK_EVERY_MS).unref()
}

function say(crew: Crew, text: string): void {
  if (crew.phase === 'starting') crew.held.push(text)
  else crew.options.out(text)
}

function leave(crew: Crew, place: Place, { code, signal }: { code: number | null; signal: string | null }): void {
  const wasUp = place.upSince
  place.worker = undefined
  place.upSince = undefined
  if (crew.phase === 'starting') dismiss(crew, code || 1)
  if (crew.phase === 'leaving') {
    // One that was asked before it could listen for that ends all the same.
    if (code !== 0 && signal !== 'SIGTERM') crew.exitCode ||= code ?? 1
    if (crew.places.every(({ worker }) => worker === undefined)) crew.end(crew.exitCode)
    return
  }
  const stayed = wasUp !== undefined && performance.now() - wasUp > SOUND_MS
  place.failures = stayed ? 1 : place.failures + 1
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (place.failures - 1), LONGEST_PAUSE_MS)
  const reason = signal ?? `code ${code}`
  crew.log.error(
    { event: 'worker', worker: place.number, code, signal, pauseMs },
    `worker ${place.number} ended with ${reason}; another takes its place in ${pauseMs} ms`,
  )
  place.timer = setTimeout(() => hire(crew, place), pauseMs)
}

// Workers drain by themselves; how long that may take is their option.
function dismiss(crew: Crew, exitCode: number): void {
  if (crew.phase === 'leaving') return
  crew.phase = 'leaving'
  crew.options.onPhase?.('draining')
  crew.exitCode = exitCode
  for (const place of crew.places) {
    clearTimeout(place.timer)
    place.worker?.process.kill('SIGTERM')
  }
  if (crew.places.every(({ worker }) => worker === undefined)) crew.end(exitCode)
}
