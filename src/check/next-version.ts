import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The major version of Next.js that a project's package.json asks for; undefined when it names none by number. */
export function readNextMajor(dir: string): number | undefined {
  const range = findRange(dir)
  const major = /\d+/.exec(range)?.[0]
  return major === undefined ? undefined : Number(major)
}

function findRange(dir: string): string {
  try {
    const { dependencies, devDependencies } = Object(JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')))
    const range: unknown = Object({ ...devDependencies, ...dependencies }).next
    return typeof range === 'string' ? range : ''
  } catch {
    return ''
  }
}
