import type { Command, Flag } from './command.ts'

function toLines(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}

function toFlagText({ name, short, value }: Flag): string {
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`
}

/** The help for all commands, or for one. */
export function toHelp(commands: Readonly<Record<string, Command>>, name?: string): string {
  const command = name === undefined ? undefined : commands[name]
  if (name !== undefined && command !== undefined) {
    const flags = command.flags.map((flag): [string, string] => [toFlagText(flag), flag.help])
    const takes = command.operands?.join(' ') ?? '[dir]'
    const usage = `Usage: rehost ${name} ${takes}${flags.length > 0 ? ' [flags]' : ''}`
    return [command.summary, '', usage, ...(flags.length > 0 ? ['', 'Flags', toLines(flags)] : [])].join('\n')
  }
  const rows = Object.entries(commands).map(([key, { summary }]): [string, string] => [key, summary])
  return [
    'rehost runs Next.js API routes on an Express server of your own.',
    '',
    'Usage: rehost <command> [dir] [flags]',
    '       dir is the project folder; default: the current one',
    '',
    'Commands',
    toLines(rows),
    '',
    'rehost <command> --help shows the flags of a command.',
  ].join('\n')
}
