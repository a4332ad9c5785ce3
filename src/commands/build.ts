import path from 'node:path'
import { OUTPUT_DIR, writeOutput } from '../build/output.ts'
import { findConfigFile } from '../config-file.ts'
import { loadEnv } from '../config/env.ts'
import { scanFolder, toModulesOptions } from '../folder.ts'
import { inferFacts } from './infer-facts.ts'
import { compileTo } from '../module/built-modules.ts'
import type { CommandContext, CommandInput } from './command.ts'

/** Compiles the folder into its output; exit code 1 when a file does not compile. */
export async function build({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  const started = performance.now()
  process.chdir(dir)
  loadEnv(dir, 'production')
  const scanned = await scanFolder(dir, 'production')
  const outDir = path.resolve(dir, typeof flags['out'] === 'string' ? flags['out'] : OUTPUT_DIR)
  const configFile = findConfigFile(dir)
  const entries = toModulesOptions(scanned, configFile === undefined ? [] : [configFile])
  const [errors, facts] = await Promise.all([compileTo(path.join(outDir, 'modules'), entries), inferFacts(scanned)])
  for (const { fault } of errors) context.err(`${fault.message}\n`)
  await writeOutput(outDir, scanned, facts)
  const ms = Math.round(performance.now() - started)
  const place = path.relative(process.cwd(), outDir) || outDir
  context.out(`${scanned.table.routes.length} routes built into ${place}/ in ${ms} ms`)
  return errors.length > 0 ? 1 : 0
}
