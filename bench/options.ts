import { parseArgs } from 'node:util'

/** What every bench understands on its command line. */
export interface BenchOptions {
  /** The Node.js binary that runs the servers. Default: the one that runs the bench. */
  readonly node: string
  /** How often each contestant is measured; the medians are reported. Default 5. */
  readonly rounds: number
  /** Seconds of one measurement. Default 2. */
  readonly seconds: number
  /** Keep-alive connections of the load. Default 32. */
  readonly connections: number
  /** Names of contestants to run; empty for all. */
  readonly only: readonly string[]
  /** Names of workloads to run; empty for all. */
  readonly workloads: readonly string[]
  /** Whether the table goes into docs/performance.md, or to the terminal alone. */
  readonly write: boolean
}

const toList = (text: string | undefined): string[] => (text === undefined ? [] : text.split(','))

function toCount(text: string | undefined, fallback: number, name: string): number {
  const value = text === undefined ? fallback : Number(text)
  if (!(value > 0)) throw new Error(`--${name} must be a positive number, not ${text}`)
  return value
}

/** Reads `--node --rounds --seconds --connections --only --workloads --write`; an unknown flag throws. */
export function parseOptions(args: readonly string[] = process.argv.slice(2)): BenchOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      node: text,
      rounds: text,
      seconds: text,
      connections: text,
      only: text,
      workloads: text,
      write: { type: 'boolean' },
    },
  })
  return {
    node: values.node ?? process.execPath,
    rounds: toCount(values.rounds, 5, 'rounds'),
    seconds: toCount(values.seconds, 2, 'seconds'),
    connections: toCount(values.connections, 32, 'connections'),
    only: toList(values.only),
    workloads: toList(values.workloads),
    write: values.write ?? false,
  }
}
