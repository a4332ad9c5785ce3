import { existsSync } from 'node:fs'
import path from 'node:path'
import { loadConfigFile } from '../config-file.ts'
import { loadEnv } from '../config/env.ts'
import { toOptions } from '../config/options.ts'
import { describeFolder } from '../describe.ts'
import { Fault } from '../errors.ts'
import { compileFolder, scanFolder, type Folder } from '../folder.ts'
import { importConfigFile } from '../module/config-file.ts'
import { toDiffLines } from '../openapi/diff.ts'
import type { OpenApiDocument } from '../openapi/spec.ts'
import { compareDocument, writeDocument, type DocumentFormat, type DocumentPlace } from '../openapi/write.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import type { CommandContext, CommandInput, Flags } from './command.ts'
import { explain } from './explain.ts'
import { inferFacts } from './infer-facts.ts'
import { learn } from './learn.ts'
import { tellConfigFault } from './without-config.ts'

function toFormats({ format = 'both' }: Flags): DocumentFormat[] {
  if (format === 'both') return ['json', 'yaml']
  if (format === 'json' || format === 'yaml') return [format]
  throw new Fault('COMMAND_INVALID', `command line: --format must be json, yaml or both, not '${String(format)}'`)
}

/**
 * Writes the folder's OpenAPI document. With `--check` tells whether the written one is still true, with `--explain` how
 * each fact is known, and with `--learn` takes in first what was seen in development.
 */
export async function openapi({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  process.chdir(dir)
  loadEnv(dir, 'production')
  const place = {
    dir: path.resolve(dir, typeof flags['out'] === 'string' ? flags['out'] : 'openapi'),
    formats: toFormats(flags),
  }
  const scanned = await scanFolder(dir, 'production', tellConfigFault(context))
  if (flags['explain'] === true) return explain(await inferFacts(scanned), flags['json'] === true, context)
  const [folder, facts] = await Promise.all([compileFolder(scanned, { dir, mode: 'production' }), inferFacts(scanned)])
  const document = await describe(folder, facts, { isLearning: flags['learn'] === true, context, place })
  const code = flags['check'] === true ? await check(document, place, { flags, context }) : await write(document, place, context) // prettier-ignore
  await folder.close()
  return code
}

interface Describing {
  readonly isLearning: boolean
  readonly context: CommandContext
  readonly place: DocumentPlace
}

async function describe(
  folder: Folder,
  facts: ProjectFacts,
  { isLearning, context, place }: Describing,
): Promise<OpenApiDocument> {
  // Files written elsewhere may have a hand-written part of their own beside them.
  const baseDir = existsSync(path.join(place.dir, 'base.json')) ? place.dir : undefined
  const options = { baseDir, problem: toOptions(await loadConfigFile(folder.project.dir, importConfigFile)).problem }
  const first = await describeFolder(folder, facts, options)
  const isOther = isLearning && (await learn(folder, first.document, context))
  const { document, notes } = isOther ? await describeFolder(folder, facts, options) : first
  for (const note of notes) context.err(`note: ${note}`)
  return document
}

async function write(document: OpenApiDocument, place: DocumentPlace, context: CommandContext): Promise<number> {
  for (const file of await writeDocument(document, place)) context.out(`written: ${path.relative(process.cwd(), file)}`)
  return 0
}

async function check(
  document: OpenApiDocument,
  place: DocumentPlace,
  { flags, context }: { readonly flags: Flags; readonly context: CommandContext },
): Promise<number> {
  const comparison = await compareDocument(document, place)
  const stale = comparison.stale.map((file) => path.relative(process.cwd(), file))
  const code = stale.length === 0 ? 0 : 1
  if (flags['json'] === true) {
    context.out(JSON.stringify({ ...comparison, stale }, undefined, 2))
    return code
  }
  for (const file of stale) context.err(`${existsSync(file) ? 'stale' : 'missing'}: ${file}`)
  for (const line of toDiffLines(comparison.changes)) context.err(`  ${line}`)
  for (const { operation, detail } of comparison.breaking) context.err(`  breaks clients: ${operation} ${detail}`)
  if (code === 0) context.out('the document is up to date')
  else context.err('rehost openapi writes it.')
  return code
}
