import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { rehostCommand } from '../conformance/rehost-cli.ts'
import { findPort, runToEnd, startServer } from '../conformance/server.ts'
import { installEcosystem } from './install.ts'

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
      dir: { type: 'string' },
      built: { type: 'boolean', default: false },
      log: { type: 'boolean', default: false },
    },
  })
  const dir = installEcosystem()
  const app = path.join(dir, 'app')
  const rehost = await rehostCommand()
  const port = await findPort()
  const launch = { cwd: app, env: { NODE_ENV: 'production' } }
  if (values.built) await runToEnd({ ...launch, command: [...rehost, 'build', app] })
  const server = await startServer(port, {
    ...launch,
    command: [...rehost, 'start', app, '--port', String(port), '--log-level', 'error'],
  })
  try {
    const flags = [...(values.only ? ['--only', values.only] : []), ...(values.dir ? ['--dir', values.dir] : [])]
    // Sessions and sign-in links are built from the Host header, and the app's own answers from `localhost`.
    return await runScenarios(dir, flags, `http://localhost:${port}`)
  } finally {
    await server.stop()
    if (values.log) process.stdout.write(server.log())
  }
}

function runScenarios(dir: string, flags: string[], baseUrl: string): Promise<number> {
  const scenarios = spawn(process.execPath, ['scenarios.mjs', ...flags], {
    cwd: dir,
    env: { ...process.env, BASE_URL: baseUrl },
    stdio: 'inherit',
  })
  return new Promise((resolve) => {
    scenarios.on('exit', (code) => resolve(code ?? 1))
  })
}

process.exitCode = await main(process.argv.slice(2))
