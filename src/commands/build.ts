import path from 'node:path'
import { writeServer } from '../build/bundle.ts'
import { writeCodeCache } from '../build/code-cache.ts'
import { OUTPUT_DIR, OUTPUT_FILES } from '../build/output.ts'
import { writeOutput } from '../build/write-output.ts'
import { findConfigFile } from '../config-file.ts'
import { loadEnv } from '../config/env.ts'
import { scanFolder, toModulesOptions } from '../folder.ts'
import { compileTo } from '../module/built-modules.ts'
import { stopCompiler } from '../module/compiler.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { inferFacts } from './infer-facts.ts'

/**
 * Compiles the folder into its output, and puts the server beside it. What does not compile is told, the rest is built
 * all the same; exit code 1 then.
 */
export async function build({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  const started = performance.now()
  process.chdir(dir)
  loadEnv(dir, 'production')
  const scanned = await scanFolder(dir, 'production')
  const outDir = path.resolve(dir, typeof flags['out'] === 'string' ? flags['out'] : OUTPUT_DIR)
  const configFile = findConfigFile(dir)
  const entries = toModulesOptions(scanned, configFile === undefined ? [] : [configFile])
  const [errors, facts] = await Promise.all([
    compileTo(path.join(outDir, OUTPUT_FILES.modules), entries),
    inferFacts(scanned),
    writeServer(outDir, path.relative(outDir, dir)).then(() => writeCodeCache(outDir)),
  ])
  await writeOutput(outDir, { scanned, facts, configFile })
  await stopCompiler()
  for (const { fault } of errors) context.err(`${fault.message}\n`)
  const ms = Math.round(performance.now() - started)
  const place = path.relative(process.cwd(), outDir) || outDir
  context.out(
    `${scanned.table.routes.length} routes built into ${place}/ in ${ms} ms; node ${place}/server.mjs serves them`,
  )
  return errors.length > 0 ? 1 : 0
}
