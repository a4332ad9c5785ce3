import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { scanFolder, toModulesOptions } from '../folder.ts'
import { compileTo } from '../module/built-modules.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import { OUTPUT_DIR, OUTPUT_FILES } from './output.ts'
import { SERVER_FILES, toCacheName } from './server-files.ts'
import { writeOutput } from './write-output.ts'

// No handler of the project is run to build it; this project's are.
const SAMPLE = {
  'package.json': '{ "type": "module" }',
  'pages/api/node.js': 'export default (req, res) => res.status(200).json({ cookies: req.cookies, query: req.query })',
  'pages/api/by/[id].js': 'export default (req, res) => res.status(200).send(req.query.id)',
}
const NO_FACTS: ProjectFacts = { routes: [], components: {}, securitySchemes: {}, compiler: 'none' }
const TIMEOUT_MS = 30_000
const REQUESTS = ['/api/node', '/api/by/1?q=2', '/nowhere', '/api/node']

// Serves the sample, asks for it, and writes what V8 has compiled by then.
const WARM_UP = `
import { writeFileSync } from 'node:fs'
import { get } from 'node:http'
const [launcher, outDir, dir, cacheFile] = process.argv.slice(1)
const { script, start } = await import(launcher)
const ask = (url) => new Promise((resolve, reject) => {
  get(url, { agent: false }, (res) => res.resume().on('end', resolve)).on('error', reject)
})
const out = async (text) => {
  const [, url] = /^ready (\\S+)/.exec(text) ?? []
  if (url === undefined) return
  for (const path of ${JSON.stringify(REQUESTS)}) await ask(url + path)
  await new Promise((resolve) => setTimeout(resolve, 50))
  writeFileSync(cacheFile, script.createCachedData())
  process.exit(0)
}
const context = { out, err: console.error, environment: {}, signal: () => new Promise(() => {}) }
try {
  await start(outDir, { dir, flags: {}, options: { port: 0, host: '127.0.0.1' } }, context)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
`

/**
 * Lets V8 write down the code of the server that a build carries, as far as a start needs it: with it, the next start
 * compiles nothing. It serves this version of V8 on this architecture, and is passed over by all others.
 *
 * @throws {Error} When the server cannot be tried here, with what it said.
 */
export async function writeCodeCache(outDir: string): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'rehost-warm-'))
  try {
    await buildSample(dir)
    const launcher = `${pathToFileURL(path.join(outDir, SERVER_FILES.launcher)).href}?load`
    const file = path.join(outDir, SERVER_FILES.dir, toCacheName(process.versions.v8, process.arch))
    const args = ['--input-type=module', '-e', WARM_UP, launcher, path.join(dir, OUTPUT_DIR), dir, file]
    await promisify(execFile)(process.execPath, args, { timeout: TIMEOUT_MS }).catch((error: unknown) => {
      throw toError(error)
    })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

// What Node.js says of a process that failed begins with its whole command line, which is the script above.
function toError(error: unknown): Error {
  const { stderr, killed, code }: { stderr?: unknown; killed?: unknown; code?: unknown } = Object(error)
  if (killed === true) return new Error(`it did not answer within ${TIMEOUT_MS / 1000} s`)
  const said = typeof stderr === 'string' ? stderr.trim() : ''
  return new Error(said === '' ? `its process ended with ${String(code)}` : said)
}

async function buildSample(dir: string): Promise<void> {
  for (const [name, text] of Object.entries(SAMPLE)) {
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true })
    await writeFile(path.join(dir, name), text)
  }
  const outDir = path.join(dir, OUTPUT_DIR)
  const scanned = await scanFolder(dir, 'production')
  await compileTo(path.join(outDir, OUTPUT_FILES.modules), toModulesOptions(scanned))
  await writeOutput(outDir, { scanned, facts: NO_FACTS, configFile: undefined })
}
