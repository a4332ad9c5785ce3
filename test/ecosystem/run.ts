import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { rehostCommand } from '../conformance/rehost-cli.ts'
import { findPort, runToEnd, startServer } from '../conformance/server.ts'
import { installEcosystem } from './install.ts'
import { toMatrix, type Result } from './matrix.ts'

/** Next.js gives each router instances of its own of all modules; here each router has a server of its own instead. */
const ROUTERS = ['app', 'pages'] as const
const MATRIX = fileURLToPath(new URL('results.json', import.meta.url))
const OUTPUT = '.rehost'

interface Run {
  /** The folder that holds `scenarios.mjs` and `app/`. */
  readonly dir: string
  readonly only: string | undefined
  readonly log: boolean
}

/**
 * Runs scripted clients of real libraries against rehost and prints one line each.
 *
 * Takes minutes and much of the npm registry the first time, so it is no part of `npm test`.
 */
async function main(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string' },
      built: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      log: { type: 'boolean', default: false },
    },
  })
  const run = { dir: installEcosystem(), only: values.only, log: values.log }
  const memory = values.built && !values.write ? [] : await runAll(run, false)
  const built = values.built || values.write ? await runAll(run, true) : []
  if (values.write)
    writeFileSync(MATRIX, `${JSON.stringify(toMatrix({ dir: run.dir, memory, built }), undefined, 2)}\n`)
  const all = [...memory, ...built]
  const failed = all.filter(({ ok }) => !ok).length
  process.stdout.write(`in all ${all.length - failed} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}

async function runAll(run: Run, isBuilt: boolean): Promise<Result[]> {
  const app = path.join(run.dir, 'app')
  const rehost = await rehostCommand()
  rmSync(path.join(app, OUTPUT), { recursive: true, force: true })
  if (isBuilt) await runToEnd({ cwd: app, env: { NODE_ENV: 'production' }, command: [...rehost, 'build', app] })
  const results: Result[] = []
  for (const router of ROUTERS) results.push(...(await runRouter(run, router, rehost)))
  return results
}

async function runRouter({ dir, only, log }: Run, router: string, rehost: readonly string[]): Promise<Result[]> {
  const app = path.join(dir, 'app')
  const port = await findPort()
  const server = await startServer(port, {
    cwd: app,
    env: { NODE_ENV: 'production' },
    command: [...rehost, 'start', app, '--port', String(port), '--log-level', 'error'],
  })
  const records = mkdtempSync(path.join(tmpdir(), 'rehost-ecosystem-'))
  try {
    const flags = ['--router', router, '--dir', records, ...(only ? ['--only', only] : [])]
    // Sessions and sign-in links are built from the Host header, and the app's own answers from `localhost`.
    await runScenarios(dir, flags, `http://localhost:${port}`)
    return JSON.parse(readFileSync(path.join(records, '_results.json'), 'utf8'))
  } finally {
    rmSync(records, { recursive: true, force: true })
    await server.stop()
    if (log) process.stdout.write(server.log())
  }
}

function runScenarios(dir: string, flags: string[], baseUrl: string): Promise<void> {
  const scenarios = spawn(process.execPath, ['scenarios.mjs', ...flags], {
    cwd: dir,
    env: { ...process.env, BASE_URL: baseUrl },
    stdio: 'inherit',
  })
  return new Promise((resolve) => {
    scenarios.on('exit', () => resolve())
  })
}

process.exitCode = await main(process.argv.slice(2))
