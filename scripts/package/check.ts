// Looks at the package as npm would publish it: what is in it, whether its types resolve, whether it works as npm, pnpm and
// Yarn lay it out, and how large it is:
//   npm run check:package               prints
//   npm run check:package -- --write    also writes docs/reference/install-size.md
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startExample } from '../../test/examples/serve.ts'
import { writeMarked } from '../marked.ts'
import { LAYOUTS } from './layouts.ts'
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
  writeFileSync(path.join(dir, 'use.ts'), USE)
  for (const [module, moduleResolution] of [
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    const compilerOptions = { strict: true, noEmit: true, types: [], target: 'es2023', module, moduleResolution }
    writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    run(dir, path.join(BIN, 'tsc'), '-p', '.')
    say(`types resolve under ${moduleResolution}`)
  }
}

async function checkLayout(
  name: string,
  install: (dir: string, tarball: string) => void,
  tarball: string,
): Promise<string> {
  const dir = path.join(work, name)
  mkdirSync(dir)
  cpSync(path.join(ROOT, 'examples/quickstart/api'), path.join(dir, 'api'), { recursive: true })
  writeFileSync(
    path.join(dir, 'package.json'),
    '{ "name": "user", "version": "1.0.0", "private": true, "type": "module" }',
  )
  install(dir, tarball)
  const cli = path.join(dir, 'node_modules/rehost/dist/cli.js')
  run(dir, process.execPath, cli, 'build', dir)
  const { url, stop } = await startExample('quickstart', { args: [cli, 'start', dir] })
  const answer = await (await fetch(`${url}/api/123`)).text()
  const document = await (await fetch(`${url}/openapi.json`)).text()
  assert.equal(await stop(), 0)
  assert.equal(answer, '{"message":"Received ID: 123"}')
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
  for (const [name, install] of Object.entries(LAYOUTS)) {
    const dir = await checkLayout(name, install, tarball)
    if (name !== 'npm') continue
    checkTypes(dir)
    const sizes = toSizes(dir, packed)
    say(sizes)
    if (process.argv.includes('--write')) writeMarked('docs/reference/install-size.md', 'size', sizes)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
