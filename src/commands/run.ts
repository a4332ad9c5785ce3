import { statSync } from 'node:fs'
import path from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { parseOptions } from '../config/check-options.ts'
import type { LogLevel, RehostOptions } from '../config/options.ts'
import { suggest } from '../config/suggest.ts'
import type { Command, CommandContext, Flag, Flags } from './command.ts'
import { COMMANDS } from './table.ts'
import { Fault } from '../errors.ts'
import { toHelp } from './help.ts'
import { VERSION } from '../version.ts'

const COMMON: readonly Flag[] = [
  { name: 'help', short: 'h', help: 'show this help' },
  { name: 'version', short: 'v', help: 'show the version' },
]

interface CommandLine {
  /** What follows the command's name. */
  readonly args: string[]
  readonly context: CommandContext
}

function parseFlags(args: string[], flags: readonly Flag[]): { flags: Flags; rest: string[] } {
  const options = Object.fromEntries(
    [...flags, ...COMMON].map(({ name, short, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { flags: values, rest: positionals }
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', cause instanceof Error ? cause.message : String(cause))
  }
}

function toServerOptions({ port, host, 'log-level': level }: Flags): RehostOptions {
  const options = {
    ...(typeof port === 'string' ? { port: /^\d+$/.test(port) ? Number(port) : port } : {}),
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof level === 'string' ? { logging: { level: level as LogLevel } } : {}), // Checked just below.
  }
  return parseOptions(options, 'command line')
}

/**
 * Runs one command line.
 *
 * @param args Without node and script.
 * @returns The exit code: 0 done, 1 the project is at fault, 2 the command line is.
 */
export async function runRehost(args: readonly string[], context: CommandContext): Promise<number> {
  const [name = '', ...others] = args
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (name === '--version' || name === '-v') return print(context, VERSION)
  if (name === '' || name === '--help' || name === '-h' || name === 'help') return print(context, toHelp(COMMANDS))
  if (command === undefined) {
    const hint = suggest(name, Object.keys(COMMANDS))
    context.err(`rehost: unknown command '${name}'${hint ? `; did you mean '${hint}'?` : '.'} See rehost --help.`)
    return 2
  }
  return runCommand(name, command, { args: others, context })
}

async function runCommand(name: string, command: Command, { args, context }: CommandLine): Promise<number> {
  let lineIsRead = false
  try {
    const { flags, rest } = parseFlags(args, command.flags)
    if (flags['help']) return print(context, toHelp(COMMANDS, name))
    const input = { dir: toFolder(rest), flags, options: toServerOptions(flags) }
    lineIsRead = true
    checkFolder(input.dir)
    return await command.run(input, context)
  } catch (error) {
    context.err(`rehost: ${toText(error)}`)
    return lineIsRead ? 1 : 2
  }
}

function checkFolder(dir: string): void {
  const isFolder = statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false
  if (!isFolder) throw new Fault('ROUTES_MISSING', `${dir} is not a folder`)
}

// What is no fault was thrown by the project's own code, at start; its stack says where.
function toText(error: unknown): string {
  return error instanceof Fault ? `${error.message}\n  ${error.fix} (${error.code})` : inspect(error)
}

function toFolder([dir = '.', ...more]: readonly string[]): string {
  if (more.length === 0) return path.resolve(dir)
  const names = [dir, ...more].map((one) => `'${one}'`).join(' and ')
  throw new Fault('CONFIG_INVALID', `one folder at a time, not ${names}`)
}

function print(context: CommandContext, text: string): number {
  context.out(text)
  return 0
}
