import { createInterface } from 'node:readline/promises'
import { planFiles, writeFiles, type PlannedFile } from '../init/files.ts'
import { toNextSteps } from '../init/next-steps.ts'
import { readInitFacts } from '../init/project-facts.ts'
import { choosePaint } from '../paint.ts'
import type { CommandContext, CommandInput, Flags } from './command.ts'

/** Writes what deploying a project takes. Files that are there and say something else are asked about, or refused. */
export async function init({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  const facts = readInitFacts(dir)
  const files = await planFiles(dir, facts)
  const others = files.filter(({ state }) => state === 'other')
  const replaced = await chooseReplaced(others, flags)
  if (replaced === undefined) {
    for (const { name } of others) context.err(`${name} is there already and says something else`)
    context.err('Nothing was written. --force overwrites them, --yes keeps them and writes the rest.')
    return 1
  }
  const written = files.filter((file) => file.state === 'new' || replaced.includes(file))
  await writeFiles(dir, written)
  const paint = choosePaint(context.environment, process.stdout.isTTY)
  for (const file of files) context.out(`  ${toVerb(file, written)} ${file.name}`)
  context.out(
    ['', paint('bold', 'Next'), ...toNextSteps(facts).map((step, index) => `  ${index + 1}. ${step}`)].join('\n'),
  )
  return 0
}

const toVerb = (file: PlannedFile, written: readonly PlannedFile[]): string =>
  written.includes(file) ? 'written  ' : file.state === 'same' ? 'unchanged' : 'kept     '

/** The files to overwrite; undefined when that is not for this process to decide. */
async function chooseReplaced(others: readonly PlannedFile[], flags: Flags): Promise<PlannedFile[] | undefined> {
  if (flags['force'] === true) return [...others]
  if (others.length === 0 || flags['yes'] === true) return []
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const chosen: PlannedFile[] = []
  for (const file of others) {
    const answer = await terminal.question(`${file.name} is there already. Overwrite it? [y/N] `)
    if (/^y(?:es)?$/i.test(answer.trim())) chosen.push(file)
  }
  terminal.close()
  return chosen
}
