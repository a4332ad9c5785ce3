import { suggest } from '../config/suggest.ts'
import { VERSION } from '../version.ts'
import type { CommandContext } from './command.ts'
import { toHelp } from './help.ts'
import { print, runCommand } from './run-command.ts'
import { COMMANDS } from './table.ts'

/**
 * Runs one command line.
 *
 * @param args Without node and script.
 * @returns The exit code: 0 done, 1 the project is at fault, 2 the command line is.
 */
export async function runRehost(args: readonly string[], context: CommandContext): Promise<number> {
  const [name = '', ...others] = toLine(args)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (name === '--version' || name === '-v') return print(context, VERSION)
  if (name === '' || name === '--help' || name === '-h' || name === 'help') return print(context, toHelp(COMMANDS))
  if (command === undefined) {
    const hint = suggest(name, Object.keys(COMMANDS))
    context.err(`rehost: unknown command '${name}'${hint ? `; did you mean '${hint}'?` : '.'} See rehost --help.`)
    return 2
  }
  return runCommand([name, command], { args: others, context })
}

// `help dev` asks what `dev --help` does.
function toLine(args: readonly string[]): readonly string[] {
  const [name, topic] = args
  return name === 'help' && topic !== undefined ? [topic, '--help'] : args
}
