// Builds and starts the project of next-app.ts with real versions of Next.js, and asks each what rehost is asked:
//   npm run test:next [-- 14.2 15.5 16 16-webpack]
// Installs them below a temporary folder, rehost as `npm pack` makes it; the network is needed.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { FILES, ROWS, sendRow } from './next-app.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const ENV = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CI: '1' }

interface Host {
  readonly next: string
  readonly react: string
  readonly build: readonly string[]
}

const HOSTS: Readonly<Record<string, Host>> = {
  '14.2': { next: '14.2', react: '18', build: [] },
  '15.5': { next: '15.5', react: '19', build: [] },
  '16': { next: '16', react: '19', build: [] },
  '16-webpack': { next: '16', react: '19', build: ['--webpack'] },
}

function run(dir: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: dir, env: ENV, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`)
  return stdout
}

function install(work: string, packed: string, { next, react }: Host): string {
  const dir = path.join(work, `next-${next}`)
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
    writeFileSync(path.join(dir, file), text)
  }
  writeFileSync(path.join(dir, 'package.json'), '{ "name": "contracts", "private": true }')
  const packages = [`next@${next}`, `react@${react}`, `react-dom@${react}`, `@types/react@${react}`]
  const others = ['@types/node@20', 'typescript@5.9', 'zod@4', packed]
  run(dir, 'npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages, ...others])
  return dir
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function start(dir: string): Promise<{ readonly origin: string; readonly child: ChildProcess }> {
  const port = await freePort()
  const args = [path.join(dir, 'node_modules/next/dist/bin/next'), 'start', '-p', String(port), '-H', '127.0.0.1']
  const child = spawn(process.execPath, args, { cwd: dir, env: ENV, stdio: 'ignore' })
  const origin = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 150; tries += 1) {
    if (await fetch(`${origin}/api/ping`).then(({ ok }) => ok).catch(() => false)) return { origin, child } // prettier-ignore
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  child.kill()
  throw new Error('next start did not answer')
}

async function ask(dir: string): Promise<number> {
  const { origin, child } = await start(dir)
  let same = 0
  try {
    for (const row of ROWS) {
      const { status, body } = await sendRow(origin, row)
      const fits = status === row.status && isDeepStrictEqual(body, row.answer)
      if (fits) same += 1
      else console.log(`  ${row.method} ${row.path}: ${status} ${JSON.stringify(body)}`)
    }
  } finally {
    child.kill()
    await once(child, 'exit')
  }
  return same
}

function versionOf(dir: string): string {
  return JSON.parse(readFileSync(path.join(dir, 'node_modules/next/package.json'), 'utf8')).version
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(HOSTS)
const work = mkdtempSync(path.join(tmpdir(), 'rehost-next-'))
const packed = path.join(work, run(ROOT, 'npm', ['pack', '--pack-destination', work, '--silent']).trim().split('\n').at(-1) ?? '') // prettier-ignore
for (const name of wanted) {
  const host = HOSTS[name]
  if (host === undefined) throw new Error(`${name}: choose among ${Object.keys(HOSTS).join(', ')}`)
  try {
    const dir = install(work, packed, host)
    run(dir, 'npx', ['next', 'build', ...host.build])
    const same = await ask(dir)
    console.log(`Next.js ${versionOf(dir)} ${host.build.join(' ')}: built, started, ${same} of ${ROWS.length} answers`)
    if (same !== ROWS.length) process.exitCode = 1
  } catch (error) {
    console.log(`Next.js ${name}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
rmSync(work, { recursive: true, force: true })
