import { statSync } from 'node:fs'
import path from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { LOG_LEVELS, toLogLevel } from '../config/log-level.ts'
import type { LogLevel, RehostOptions } from '../config/options.ts'
import { suggest } from '../config/suggest.ts'
import { Fault } from '../errors.ts'
import type { Command, CommandContext, CommandInput, Flag, Flags } from './command.ts'
import { toHelp } from './help.ts'

const COMMON: readonly Flag[] = [
  { name: 'help', short: 'h', help: 'show this help' },
  { name: 'version', short: 'v', help: 'show the version' },
]

/** A command line whose command is known. */
export interface CommandLine {
  /** What follows the command's name. */
  readonly args: readonly string[]
  readonly context: CommandContext
  /** The project folder where none is named. Default: the current one. */
  readonly dir?: string
}

function parseFlags(args: readonly string[], flags: readonly Flag[]): { flags: Flags; rest: string[] } {
  const options = Object.fromEntries(
    [...flags, ...COMMON].map(({ name, short, value, many = false }) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: many,
        ...(short ? { short } : {}),
      },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { flags: values, rest: positionals }
  } catch (cause) {
    throw new Fault('COMMAND_INVALID', toMistake(cause, Object.keys(options)))
  }
}

function toMistake(cause: unknown, known: readonly string[]): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const [, flag, name] = /^Unknown option '(--?([^']+))'/.exec(message) ?? []
  if (flag === undefined || name === undefined) return message
  const hint = suggest(name, known)
  return `unknown flag '${flag}'${hint ? `; did you mean '--${hint}'?` : ''}`
}

function toServerOptions({ port, host, 'log-level': level }: Flags): RehostOptions {
  return {
    ...(typeof port === 'string' ? { port: parsePort(port) } : {}),
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof level === 'string' ? { logging: { level: parseLevel(level) } } : {}),
  }
}

const MOST_PORT = 65_535

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Infinity
  if (port <= MOST_PORT) return port
  throw new Fault('COMMAND_INVALID', `command line: --port must be a port from 0 to ${MOST_PORT}, not '${text}'`)
}

function parseLevel(text: string): LogLevel {
  const level = toLogLevel(text)
  if (level !== undefined) return level
  throw new Fault('COMMAND_INVALID', `command line: --log-level must be one of ${LOG_LEVELS.join(', ')}, not '${text}'`)
}

/**
 * Runs one of the commands; what goes wrong is told in words.
 *
 * @returns The exit code: 0 done, 1 the project is at fault, 2 the command line is.
 */
export async function runCommand(
  [name, command]: readonly [string, Command],
  { args, context, dir }: CommandLine,
): Promise<number> {
  try {
    const { flags, rest } = parseFlags(args, command.flags)
    if (flags['help']) return print(context, toHelp({ [name]: command }, name))
    const places = toPlaces(command, rest, dir)
    const input = { ...places, flags, options: toServerOptions(flags) }
    checkFolder(input.dir)
    return await command.run(input, context)
  } catch (error) {
    context.err(`rehost: ${toText(error, name)}`)
    // Without a project there is none that could be at fault.
    const isLine = error instanceof Fault && error.code === 'COMMAND_INVALID'
    return isLine || command.operands !== undefined ? 2 : 1
  }
}

function toPlaces(
  { operands }: Command,
  rest: readonly string[],
  dir?: string,
): Pick<CommandInput, 'dir' | 'operands'> {
  if (operands === undefined) return { dir: toFolder(rest, dir) }
  const more = rest[operands.length]
  if (more !== undefined)
    throw new Fault('COMMAND_INVALID', `${operands.join(' ')} is all there can be, not '${more}' too`)
  return { dir: process.cwd(), operands: rest }
}

function checkFolder(dir: string): void {
  const isFolder = statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false
  if (!isFolder) throw new Fault('ROUTES_MISSING', `${dir} is not a folder`)
}

// What is no fault was thrown by the project's own code, at start; its stack says where.
function toText(error: unknown, command: string): string {
  if (!(error instanceof Fault)) return inspect(error)
  return `${error.message}\n  ${error.fix.replace('<command>', command)} (${error.code})`
}

function toFolder([dir, ...more]: readonly string[], otherwise = '.'): string {
  if (more.length === 0) return path.resolve(dir ?? otherwise)
  const names = [dir, ...more].map((one) => `'${one}'`).join(' and ')
  throw new Fault('COMMAND_INVALID', `one folder at a time, not ${names}`)
}

/** Says something, which is all there is to do. */
export function print(context: CommandContext, text: string): number {
  context.out(text)
  return 0
}
