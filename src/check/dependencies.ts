import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The ranges of the packages that a project's package.json names, by package; none where there is no such file. */
export function readDependencies(dir: string): ReadonlyMap<string, unknown> {
  try {
    const { dependencies, devDependencies } = Object(JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')))
    return new Map(Object.entries({ ...devDependencies, ...dependencies }))
  } catch {
    return new Map()
  }
}

/** The major version of Next.js that a project asks for; undefined when it names none by number. */
export function findNextMajor(dependencies: ReadonlyMap<string, unknown>): number | undefined {
  const major = /\d+/.exec(String(dependencies.get('next')))?.[0]
  return major === undefined ? undefined : Number(major)
}
