import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { writeServer } from '../build/bundle.ts'
import { writeCodeCache } from '../build/code-cache.ts'
import { OUTPUT_DIR, OUTPUT_FILES } from '../build/output.ts'
import { checkCopyable, usesPlugAndPlay } from '../build/plug-n-play.ts'
import { SERVER_FILES } from '../build/server-files.ts'
import { STANDALONE_DIR, writeStandalone } from '../build/standalone.ts'
import { writeOutput } from '../build/write-output.ts'
import { findConfigFile } from '../config-file.ts'
import { loadEnv } from '../config/env.ts'
import { scanFolder, toModulesOptions, type Scanned } from '../folder.ts'
import { compileTo } from '../module/built-modules.ts'
import { stopCompiler } from '../module/compiler.ts'
import type { EntryError } from '../module/modules.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { inferFacts } from './infer-facts.ts'

/**
 * Compiles the folder into its output, and puts the server beside it. What does not compile is told and exits with 1,
 * and the rest is built all the same. What compiles and will not load is told alone, since Next.js builds it too.
 */
export async function build({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  const started = performance.now()
  process.chdir(dir)
  loadEnv(dir, 'production')
  const scanned = await scanFolder(dir, 'production')
  const outDir = path.resolve(dir, typeof flags['out'] === 'string' ? flags['out'] : OUTPUT_DIR)
  const isStandalone = flags['standalone'] === true || scanned.config.output === 'standalone'
  if (isStandalone) checkCopyable()
  const errors = await writeBuild(outDir, scanned, context)
  const { server, files } = isStandalone ? await copyBuild(outDir, scanned) : { server: outDir, files: '' }
  await stopCompiler()
  const ms = Math.round(performance.now() - started)
  const place = path.relative(process.cwd(), path.join(server, SERVER_FILES.launcher))
  const routes = scanned.table.routes.length
  if (flags['json'] === true) {
    const failed = errors.map(({ fault }) => ({ file: fault.file, message: fault.message }))
    context.out(JSON.stringify({ routes, ms, server: place, errors: failed }, undefined, 2))
  } else {
    for (const { fault } of errors) context.err(`${fault.message}\n`)
    const node = usesPlugAndPlay() ? 'yarn node' : 'node'
    context.out(`${toCount(routes, 'route')} built in ${ms} ms${files}; ${node} ${place} serves them`)
  }
  return errors.some(({ whenLoaded }) => !whenLoaded) ? 1 : 0
}

const toCount = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

async function writeBuild(outDir: string, scanned: Scanned, context: CommandContext): Promise<readonly EntryError[]> {
  const { dir } = scanned.project
  const configFile = findConfigFile(dir)
  const entries = toModulesOptions(scanned, configFile === undefined ? [] : [configFile])
  await rm(path.join(outDir, STANDALONE_DIR), { recursive: true, force: true }) // It would be an older build.
  const [errors, facts] = await Promise.all([
    compileTo(path.join(outDir, OUTPUT_FILES.modules), entries),
    inferFacts(scanned),
    writeServer(outDir, path.relative(outDir, dir)).then(() => tryCodeCache(outDir, context)),
  ])
  await writeOutput(outDir, { scanned, facts, configFile })
  if (outDir === path.join(dir, OUTPUT_DIR)) await writeFile(path.join(outDir, '.gitignore'), '*\n')
  return errors
}

// A server without it starts later and is the same otherwise: where no process can be started or no port opened, say.
async function tryCodeCache(outDir: string, context: CommandContext): Promise<void> {
  try {
    await writeCodeCache(outDir)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    context.err(`note: the server will start without V8's code beside it: ${reason}`)
  }
}

async function copyBuild(outDir: string, scanned: Scanned): Promise<{ server: string; files: string }> {
  const { project, config } = scanned
  const { dir, publicDir } = project
  const copy = await writeStandalone(outDir, { dir, publicDir, tracing: config.tracing })
  return { server: copy.outDir, files: `, with ${toCount(copy.fileCount, 'file')} of packages and project` }
}
