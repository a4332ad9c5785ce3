import type { CommandContext } from '../../src/commands/command.ts'
import { runRehost } from '../../src/commands/run.ts'

export interface Ran {
  code: number
  out: string
  err: string
}

/** Runs a command line in this process and keeps what it writes. */
export async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const context: CommandContext = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    environment,
    signal: () => Promise.resolve('SIGTERM'),
  }
  return { code: await runRehost(args, context), out: out.join('\n'), err: err.join('\n') }
}

/** The same for commands that make the project folder the current one: afterwards it is what it was. */
export async function runIn(args: readonly string[]): Promise<Ran> {
  const before = process.cwd()
  try {
    return await run(args)
  } finally {
    process.chdir(before)
  }
}
