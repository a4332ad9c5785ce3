import { Fault } from '../errors.ts'
import type { Command, CommandContext, CommandInput, Flag } from './command.ts'

type Commands = Readonly<Record<string, Command>>

const SCRIPTS: Readonly<Record<string, (commands: Commands) => string>> = { bash: toBash, zsh: toZsh, fish: toFish }

/** Prints a script by which a shell completes commands, flags and folders. */
export async function completion(
  { operands = [] }: CommandInput,
  context: CommandContext,
  commands: Commands,
): Promise<number> {
  const [shell = ''] = operands
  const toScript = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined
  if (toScript === undefined) {
    const found = shell === '' ? '' : `, not '${shell}'`
    throw new Fault('COMMAND_INVALID', `command line: <shell> must be bash, zsh or fish${found}`)
  }
  context.out(toScript(commands))
  return 0
}

const HELP: Flag = { name: 'help', short: 'h', help: 'show the help' }
const flagsOf = ({ flags }: Command): readonly Flag[] => [...flags, HELP]

function toBash(commands: Commands): string {
  const cases = Object.entries(commands).map(([name, command]) => {
    const flags = flagsOf(command).map((flag) => `--${flag.name}`)
    return `    ${name}) flags='${flags.join(' ')}' ;;`
  })
  return `# eval "$(rehost completion bash)"    in ~/.bashrc
_rehost() {
  local current="\${COMP_WORDS[COMP_CWORD]}" flags=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${Object.keys(commands).join(' ')} --help --version' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _rehost rehost`
}

// In single quotes of a shell nothing but the quote itself means something.
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

function toZsh(commands: Commands): string {
  const names = Object.entries(commands).map(([name, { summary }]) => `    ${quote(`${name}:${summary}`)}`)
  const cases = Object.entries(commands).map(([name, command]) => {
    const flags = flagsOf(command).map((flag) => quote(toZshFlag(flag)))
    return `    ${name}) _arguments ${[...flags, quote('*:file:_files')].join(' ')} ;;`
  })
  return `#compdef rehost
# rehost completion zsh > "\${fpath[1]}/_rehost"
_rehost() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local name="$words[2]"
  shift words
  (( CURRENT -= 1 ))
  case "$name" in
${cases.join('\n')}
  esac
}
(( $+functions[compdef] )) && compdef _rehost rehost`
}

// Brackets and colons end the parts of a specification.
function toZshFlag({ name, value, help, many }: Flag): string {
  const text = help.replaceAll(/[[\]:\\]/g, String.raw`\$&`)
  return `${many ? '*' : ''}--${name}${value === undefined ? '' : '='}[${text}]${value === undefined ? '' : `:${value.toLowerCase()}:_files`}`
}

function toFish(commands: Commands): string {
  const lines = Object.entries(commands).flatMap(([name, command]) => [
    `complete -c rehost -n __fish_use_subcommand -a ${name} -d ${quote(command.summary)}`,
    ...flagsOf(command).map(({ name: flag, short, value, help }) => {
      const letter = short === undefined ? '' : ` -s ${short}`
      const takes = value === undefined ? '' : ' -r'
      return `complete -c rehost -n '__fish_seen_subcommand_from ${name}' -l ${flag}${letter}${takes} -d ${quote(help)}`
    }),
  ])
  return ['# rehost completion fish > ~/.config/fish/completions/rehost.fish', ...lines].join('\n')
}
