import path from 'node:path'
import { loadEnv } from '../config/env.ts'
import { describeFolder } from '../describe.ts'
import { Fault } from '../errors.ts'
import { compileFolder, scanFolder } from '../folder.ts'
import { inferFacts } from './infer-facts.ts'
import { toDiffLines } from '../openapi/diff.ts'
import type { OpenApiDocument } from '../openapi/spec.ts'
import { compareDocument, writeDocument, type DocumentFormat, type DocumentPlace } from '../openapi/write.ts'
import type { CommandContext, CommandInput, Flags } from './command.ts'

function toFormats({ format = 'both' }: Flags): DocumentFormat[] {
  if (format === 'both') return ['json', 'yaml']
  if (format === 'json' || format === 'yaml') return [format]
  throw new Fault('CONFIG_INVALID', `command line: --format must be json, yaml or both, not '${String(format)}'`)
}

/** Writes the folder's OpenAPI document, or with `--check` tells whether the written one is still true. */
export async function openapi({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  process.chdir(dir)
  loadEnv(dir, 'production')
  const place = {
    dir: path.resolve(dir, typeof flags['out'] === 'string' ? flags['out'] : 'openapi'),
    formats: toFormats(flags),
  }
  const scanned = await scanFolder(dir, 'production')
  const [folder, facts] = await Promise.all([compileFolder(scanned, { dir, mode: 'production' }), inferFacts(scanned)])
  const { document, notes } = await describeFolder(folder, facts)
  for (const note of notes) context.err(`note: ${note}`)
  const code = flags['check'] === true ? await check(document, place, context) : await write(document, place, context)
  await folder.close()
  return code
}

async function write(document: OpenApiDocument, place: DocumentPlace, context: CommandContext): Promise<number> {
  for (const file of await writeDocument(document, place)) context.out(`written: ${path.relative(process.cwd(), file)}`)
  return 0
}

async function check(document: OpenApiDocument, place: DocumentPlace, context: CommandContext): Promise<number> {
  const { stale, changes, breaking } = await compareDocument(document, place)
  for (const file of stale) context.err(`stale: ${path.relative(process.cwd(), file)}`)
  for (const line of toDiffLines(changes)) context.err(`  ${line}`)
  for (const { operation, detail } of breaking) context.err(`  breaks clients: ${operation} ${detail}`)
  if (stale.length === 0) context.out('the document is up to date')
  else context.err('Run rehost openapi to write it anew.')
  return stale.length === 0 ? 0 : 1
}
