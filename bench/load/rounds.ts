import { toHeaders } from '../workloads.ts'
import type { Workload } from '../workloads.ts'
import type { BenchOptions } from '../options.ts'
import { putLoad } from './h2load.ts'
import type { LoadResult } from './h2load.ts'
import { readCpuSeconds } from './server.ts'
import type { RunningServer } from './server.ts'
import { toMedian } from './statistics.ts'
import { checkAnswer, prepare } from './wire.ts'
import type { Answer } from './wire.ts'

/** One contestant on one workload, over all rounds. */
export interface Measure {
  /** Median requests per second by the clock. */
  readonly perSecond: number
  /**
   * Median processor time of the server for a request, in microseconds. Other programs on the machine slow a server
   * down by the clock, but hardly change this, so ratios are made of it.
   */
  readonly cpuMicros: number
  /** Median share of the first core that the server had. Well below 1 means that the load or another program held it up. */
  readonly coreShare: number
}

const WARM_REQUESTS = 20_000
const WARM_SECONDS = 8

interface Sample {
  readonly perSecond: number
  readonly cpuMicros: number
  readonly coreShare: number
}

/** Measures one server once, and throws when any answer was not of the expected class. */
export async function sample(
  server: RunningServer,
  workload: Workload,
  extra: Record<string, string>,
  load: { seconds: number; connections: number; rate?: number },
): Promise<{ result: LoadResult; sample: Sample }> {
  const url = `http://127.0.0.1:${server.port}${server.contestant.door}${workload.path}`
  const headers = { ...toHeaders(workload), ...extra }
  const body = workload.body === undefined ? {} : { body: workload.body }
  const before = readCpuSeconds(server.pid)
  const start = performance.now()
  const result = await putLoad({ url, method: workload.method, headers, ...body, ...load })
  const seconds = (performance.now() - start) / 1000
  const cpu = readCpuSeconds(server.pid) - before
  checkResult(server, workload, result)
  const cpuMicros = (cpu / result.requests) * 1e6
  return { result, sample: { perSecond: result.perSecond, cpuMicros, coreShare: cpu / seconds } }
}

function checkResult(server: RunningServer, workload: Workload, result: LoadResult): void {
  const wrong = Object.entries(result.classes).filter(
    ([digit, count]) => count > 0 && !String(workload.status).startsWith(digit),
  )
  if (wrong.length > 0 || result.failed > 0) {
    const found = JSON.stringify(result.classes)
    throw new Error(
      `${server.contestant.name} ${workload.name}: not all ${workload.status}: ${found}, ${result.failed} failed`,
    )
  }
}

/**
 * Runs one workload on all servers: a check of the answers, a warm-up, then rounds in which the servers take turns, each
 * round starting with another of them.
 *
 * @returns The medians by name of the contestant; who cannot take part is missing.
 */
export async function runRounds(
  servers: readonly RunningServer[],
  workload: Workload,
  options: BenchOptions,
): Promise<Map<string, Measure>> {
  const ready: { server: RunningServer; extra: Record<string, string>; samples: Sample[] }[] = []
  let model: Answer | undefined
  for (const server of servers) {
    const extra = await prepare(server, workload)
    if (extra === undefined) continue
    model ??= await checkAnswer(server, workload, model)
    await checkAnswer(server, workload, model)
    if (await warmUp(server, workload, extra)) ready.push({ server, extra, samples: [] })
  }
  for (let round = 0; round < options.rounds; round++) {
    for (let turn = 0; turn < ready.length; turn++) {
      const entry = ready[(round + turn) % ready.length]
      if (entry === undefined) continue
      const taken = await sample(entry.server, workload, entry.extra, options)
      // On a machine that is busy otherwise a slow server may get no answer out in time: that says nothing.
      if (taken.result.requests > 0) entry.samples.push(taken.sample)
    }
  }
  return new Map(ready.map(({ server, samples }) => [server.contestant.name, toMeasure(samples)]))
}

/** Sends requests until the compiler has seen enough of them, whatever else the machine does meanwhile. */
async function warmUp(server: RunningServer, workload: Workload, extra: Record<string, string>): Promise<boolean> {
  try {
    let sent = 0
    for (let seconds = 0; sent < WARM_REQUESTS && seconds < WARM_SECONDS; seconds++) {
      sent += (await sample(server, workload, extra, { seconds: 1, connections: 8 })).result.requests
    }
    return sent > 0
  } catch (error) {
    console.error(`left out: ${String(error)}`)
    return false
  }
}

function toMeasure(samples: readonly Sample[]): Measure {
  return {
    perSecond: toMedian(samples.map((one) => one.perSecond)),
    cpuMicros: toMedian(samples.map((one) => one.cpuMicros)),
    coreShare: toMedian(samples.map((one) => one.coreShare)),
  }
}
