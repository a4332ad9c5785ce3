import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The version of a package that the bench installed, or of rehost itself. */
export function readVersion(name: string): string {
  const file = name === 'rehost' ? `${here}../package.json` : `${here}node_modules/${name}/package.json`
  if (!existsSync(file)) throw new Error(`${name} is not installed: run \`npm ci\` in bench/`)
  const text: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const version = typeof text === 'object' && text !== null && 'version' in text ? text.version : undefined
  return String(version)
}

/** The version line of a Node.js binary: `v24.1.0`. */
export function readNodeVersion(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
}

/** One line on where figures come from: processor, cores, memory, kernel and date. */
export function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${model}, ${cpus().length} cores, ${memory} GiB, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}`
}
