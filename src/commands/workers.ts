import { toOptions } from '../config/options.ts'
import { readEnvironment } from '../config/environment.ts'
import { Fault } from '../errors.ts'
import { createLife } from '../ops/life.ts'
import type { CommandContext, CommandInput } from './command.ts'

const MOST_WORKERS = 1024
const STALL_MS = 30_000

/**
 * Reads how many processes are to serve: the flag, else WORKERS, else one.
 *
 * @param cores What `auto` stands for.
 * @throws {Fault} COMMAND_INVALID for the flag, CONFIG_INVALID for the variable.
 */
export function parseWorkers(flag: unknown, variable: string | undefined, cores: () => number): number {
  const isFlag = typeof flag === 'string'
  const text = isFlag ? flag : variable
  if (text === undefined || text === '') return 1
  if (text === 'auto') return cores()
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= MOST_WORKERS) return count
  const source = isFlag ? 'command line: --workers' : 'environment: WORKERS'
  throw new Fault(
    isFlag ? 'COMMAND_INVALID' : 'CONFIG_INVALID',
    `${source} must be auto or a number from 1 to ${MOST_WORKERS}, not '${text}'`,
  )
}

/**
 * Reads how long the event loop of a worker may stand still, in milliseconds; 0 is for ever. Default 30000.
 *
 * @throws {Fault} CONFIG_INVALID.
 */
export function parseStall(variable: string | undefined): number {
  if (variable === undefined || variable === '') return STALL_MS
  if (/^\d+$/.test(variable)) return Number(variable)
  throw new Fault('CONFIG_INVALID', `environment: WORKER_STALL_MS must be a whole number from 0 up, not '${variable}'`)
}

interface Lead {
  /** Variables for all workers, beside those of this process. */
  readonly variables?: () => Readonly<Record<string, string>>
}

/**
 * Leads several processes that run this same command line, when more than one is asked for.
 *
 * @returns The exit code, once all have ended; undefined when this process serves by itself.
 */
export async function leadWorkers(
  { flags, options }: CommandInput,
  context: CommandContext,
  { variables = () => ({}) }: Lead = {},
): Promise<number | undefined> {
  const { environment } = context
  if (context.worker !== undefined) return undefined
  if (flags['workers'] === undefined && !environment['WORKERS']) return undefined
  const { availableParallelism } = await import('node:os')
  const count = parseWorkers(flags['workers'], environment['WORKERS'], availableParallelism)
  if (count === 1) return undefined
  const { runCrew } = await import('../ops/crew.ts')
  const { logging, health } = toOptions(readEnvironment(environment), options)
  const { level, pretty = false } = logging
  // Probes are answered for all together, by the one process that no handler keeps busy.
  const life = createLife('starting')
  const probes = health && (await (await import('../ops/probes.ts')).openProbes(health))
  probes?.follow(life)
  return runCrew({
    onPhase: (phase) => (life.phase = phase),
    count,
    variables: variables(),
    asked: context.signal(),
    out: context.out,
    logging: { level, pretty },
    stallMs: parseStall(environment['WORKER_STALL_MS']),
  })
}
