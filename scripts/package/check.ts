// Looks at the package as npm would publish it: what is in it, whether its types resolve, whether it works as npm, pnpm and
// Yarn lay it out, and how large it is:
//   npm run check:package               prints
//   npm run check:package -- --write    also writes docs/reference/install-size.md
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { startExample } from '../../test/examples/serve.ts'
import { writeMarked } from '../marked.ts'
import { LAYOUTS, type Layout } from './layouts.ts'
import { USE } from './use.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const work = mkdtempSync(path.join(tmpdir(), 'rehost-package-'))
const BIN = path.join(import.meta.dirname, 'node_modules/.bin')

const run = (cwd: string, file: string, ...args: readonly string[]): string =>
  execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

interface Packed {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

// What a user gets: compiled modules with their types, the pages npm shows, manifests that `init` copies.
const ALLOWED =
  /^(?:dist\/.+\.(?:js|d\.ts|css|html|svg)|deploy\/.+\.(?:ya?ml|md)|(?:README|CHANGELOG|LICENSE)[.\w]*|package\.json)$/

function pack(): Packed {
  const output = run(ROOT, 'npm', 'pack', '--json', '--pack-destination', work)
  const [packed] = JSON.parse(output.slice(output.indexOf('[\n'))) as [Packed] // as `npm pack --json` documents it
  const odd = packed.files.map(({ path: file }) => file).filter((file) => !ALLOWED.test(file) || /\.test\./.test(file))
  assert.deepEqual(odd, [], 'these files do not belong into the package')
  return packed
}

function checkTypes(dir: string): void {
  // As the README asks of projects in TypeScript.
  run(dir, 'npm', 'install', '-D', '@types/node@20', '@types/express@5', '--no-audit', '--no-fund')
  writeFileSync(path.join(dir, 'use.ts'), USE)
  for (const [module, moduleResolution] of [
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    const compilerOptions = { strict: true, noEmit: true, types: ['node'], target: 'es2023', module, moduleResolution }
    writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    run(dir, path.join(BIN, 'tsc'), '-p', '.')
    say(`types resolve under ${moduleResolution}`)
  }
}

// One route that needs a package of the project's own.
const ROUTE = "import ms from 'ms'\nexport const GET = () => Response.json({ ms: ms('1h') })\n"

async function checkLayout(name: string, { install, options }: Layout, tarball: string): Promise<string> {
  const dir = path.join(work, name.replaceAll(/\W+/g, '-'))
  mkdirSync(dir)
  cpSync(path.join(ROOT, 'examples/quickstart/api'), path.join(dir, 'api'), { recursive: true })
  writeFileSync(path.join(dir, 'api/ms.js'), ROUTE)
  writeFileSync(
    path.join(dir, 'package.json'),
    '{ "name": "user", "version": "1.0.0", "private": true, "type": "module" }',
  )
  await install(dir, tarball, ['ms'])
  const env = { ...process.env, NODE_OPTIONS: options?.(dir) ?? '' }
  const node = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, args, { cwd: dir, env })).stdout
  const cli = await node('-p', "require('node:path').join(require.resolve('rehost/package.json'), '../dist/cli.js')")
  const command = cli.trim()
  await node(command, 'build', dir, ...(options ? [] : ['--standalone']))
  // A folder that was made to run by itself does so elsewhere, without what was installed.
  const alone = `${dir}-alone`
  if (options) await assert.rejects(node(command, 'build', dir, '--standalone'), /LAYOUT_UNSUPPORTED/)
  else renameSync(path.join(dir, '.rehost/standalone'), alone)
  const args = options ? [command, 'start', dir] : [path.join(alone, '.rehost/server.mjs')]
  const { url, stop } = await startExample('quickstart', { args, env })
  const answers = ['/api/123', '/api/ms'].map(async (target) => (await fetch(url + target)).text())
  const document = await (await fetch(`${url}/openapi.json`)).text()
  assert.deepEqual(await Promise.all(answers), ['{"message":"Received ID: 123"}', '{"ms":3600000}'])
  assert.equal(await stop(), 0)
  assert.match(document, /"\/api\/methods"/)
  say(`works as ${name} lays it out`)
  return dir
}

function measure(dir: string): number {
  return readdirSync(dir, { withFileTypes: true }).reduce((bytes, entry) => {
    const place = path.join(dir, entry.name)
    if (entry.isDirectory()) return bytes + measure(place)
    return bytes + (entry.isFile() ? statSync(place).size : 0)
  }, 0)
}

const toMb = (bytes: number): string => (bytes / 1e6).toFixed(1)

function toSizes(dir: string, packed: Packed): string {
  const modules = path.join(dir, 'node_modules')
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'))
  const packages = names.flatMap((name) =>
    name.startsWith('@') ? readdirSync(path.join(modules, name)).map((one) => `${name}/${one}`) : [name],
  )
  const sizes = packages
    .map((name): [string, number] => [name, measure(path.join(modules, name))])
    .sort((a, b) => b[1] - a[1])
  const rows = sizes.slice(0, 8).map(([name, bytes]) => `| \`${name}\` | ${toMb(bytes)} |`)
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
  return [
    `The package itself is ${toMb(packed.size)} MB to download and ${toMb(packed.unpackedSize)} MB on disk. With everything it`,
    `depends on it is ${packages.length} packages and ${toMb(total)} MB on Linux x64. The largest:`,
    '',
    '| package | MB |',
    '|---|---|',
    ...rows,
    '',
    'What runs an app needs far less: `rehost build --standalone` makes a folder with no more than the app and the packages',
    'it calls, for an image.',
  ].join('\n')
}

try {
  const packed = pack()
  const tarball = path.join(work, packed.filename)
  say(`${packed.files.length} files in the package, all of them expected`)
  run(work, path.join(BIN, 'publint'), tarball, '--strict')
  run(work, path.join(BIN, 'attw'), tarball, '--profile', 'esm-only')
  say('publint and attw have nothing to say')
  // One after another they would take most of their time to wait for packages.
  const checks = Object.entries(LAYOUTS).map(([name, layout]) => checkLayout(name, layout, tarball))
  await Promise.allSettled(checks) // None is left to write into the folder that goes.
  const [dir = ''] = await Promise.all(checks)
  const sizes = toSizes(dir, packed)
  say(sizes)
  if (process.argv.includes('--write')) writeMarked('docs/reference/install-size.md', 'size', sizes)
  checkTypes(dir)
} finally {
  rmSync(work, { recursive: true, force: true })
}
