import type { RehostOptions } from '../config/options.ts'
import type { WorkerLink } from '../ops/worker-link.ts'

/** What a command may touch of the process around it. */
export interface CommandContext {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Resolves with the signal's name when the process is asked to end. */
  readonly signal: () => Promise<string>
  /** The line to the process that leads this one; undefined in a process that is no worker. */
  readonly worker?: WorkerLink | undefined
}

/** Flags as they were given, checked for type. */
export type Flags = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

export interface CommandInput {
  /** Absolute path of the project folder. */
  readonly dir: string
  readonly flags: Flags
  /** What a command with operands was given, as many as it has or fewer. */
  readonly operands?: readonly string[]
  /** Options that flags set. */
  readonly options: RehostOptions
}

export interface Command {
  /** One line for the help. */
  readonly summary: string
  readonly flags: readonly Flag[]
  /** What it takes in place of a project folder, as the help says it: `<url>`. Exit code 2 then stands for any failure. */
  readonly operands?: readonly string[]
  /** @returns The exit code. */
  readonly run: (input: CommandInput, context: CommandContext) => Promise<number>
}

export interface Flag {
  readonly name: string
  readonly short?: string
  /** What the value is called in the help; absent for a switch. */
  readonly value?: string
  /** True when it may be given several times: its value is then a list. */
  readonly many?: true
  readonly help: string
}

export const SERVER_FLAGS: readonly Flag[] = [
  { name: 'port', short: 'p', value: 'N', help: 'TCP port (default 3000, or PORT); 0 takes a free one' },
  { name: 'host', short: 'H', value: 'ADDRESS', help: 'address to listen on (default all, or HOST)' },
  {
    name: 'workers',
    value: 'N',
    help: 'processes that share the port, or auto for one a core (default 1, or WORKERS)',
  },
  { name: 'log-level', value: 'LEVEL', help: 'debug, info, warn, error or silent (default info, or LOG_LEVEL)' },
]
