// How large is an image of the quickstart above its base, and one of the same handlers on Next.js (`output: standalone`)?
// Needs a Docker engine.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readVersion } from './machine.ts'
import { parseOptions } from './options.ts'
import { publish, toTable } from './report.ts'

const BASE = 'node:24-bookworm-slim'
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const QUICKSTART = join(ROOT, 'examples/quickstart')
const MEGABYTE = 1e6

function docker(...args: string[]): string {
  const env = { ...process.env, DOCKER_BUILDKIT: '1' }
  return execFileSync('docker', args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
}

const readSize = (image: string): number => Number(docker('image', 'inspect', '-f', '{{.Size}}', image)) / MEGABYTE

const NEXT_DOCKERFILE = `FROM ${BASE} AS build
WORKDIR /app
COPY . ./
RUN --mount=type=cache,target=/root/.npm npm install --no-audit --no-fund && npx next build
FROM ${BASE}
WORKDIR /app
COPY --from=build /app/.next/standalone ./
USER node
CMD ["node", "server.js"]
`

/** Builds the quickstart's handlers as a Next.js project of their own, and an image of its standalone output. */
function buildNext(tag: string): void {
  const dir = mkdtempSync(join(tmpdir(), 'rehost-next-image-'))
  try {
    mkdirSync(join(dir, 'pages'))
    cpSync(join(QUICKSTART, 'api'), join(dir, 'pages/api'), { recursive: true })
    const dependencies = Object.fromEntries(['next', 'react', 'react-dom'].map((name) => [name, readVersion(name)]))
    writeFileSync(join(dir, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
    writeFileSync(join(dir, 'next.config.mjs'), `export default { output: 'standalone' }\n`)
    writeFileSync(join(dir, 'Dockerfile'), NEXT_DOCKERFILE)
    docker('build', '-q', '-t', tag, dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const options = parseOptions()
docker('build', '-q', '-t', 'rehost-size', '.')
buildNext('rehost-size-next')
const base = readSize(BASE)
const rows = [
  ['rehost, production image', readSize('rehost-size')],
  [`Next.js ${readVersion('next')}, standalone`, readSize('rehost-size-next')],
] as const
publish(
  {
    document: 'performance.md',
    name: 'image-size',
    node: options.node,
    how: `Above ${BASE}, the three quickstart handlers.`,
  },
  toTable(
    ['image', 'MB above the base', 'MB in all'],
    rows.map(([label, size]) => [label, (size - base).toFixed(1), size.toFixed(0)]),
  ),
  options.write,
)
