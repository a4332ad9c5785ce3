#!/usr/bin/env node
import type { CommandContext } from './commands/command.ts'
import { runRehost } from './commands/run.ts'

function waitForSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.once(name, () => {
        resolve(name)
        // Asked twice: whoever asks does not want to wait.
        process.once(name, () => process.exit(1))
      })
    }
  })
}

const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`)
const context: CommandContext = {
  out: write(process.stdout),
  err: write(process.stderr),
  environment: process.env,
  signal: waitForSignal,
}
process.exit(await runRehost(process.argv.slice(2), context))
