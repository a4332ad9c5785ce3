import { readFileSync } from 'node:fs'

/** One package of a lock file. */
export interface LockedPackage {
  /** Where it is installed: `node_modules/express`. */
  readonly place: string
  readonly name: string
  readonly version: string
  readonly license: string
  /** Only for development. */
  readonly dev: boolean
  readonly integrity: string | undefined
  readonly resolved: string | undefined
  /** A link to a folder, not a package of a registry. */
  readonly link: boolean
}

interface LockFile {
  readonly lockfileVersion: number
  readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const toText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Reads a lock file below the repository: `package-lock.json`. The repository itself is left out. */
export function readLock(file: string): LockedPackage[] {
  const lock: LockFile = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))
  if (lock.lockfileVersion !== 3) throw new Error(`${file} is of version ${lock.lockfileVersion}, not 3`)
  return Object.entries(lock.packages)
    .filter(([place]) => place !== '')
    .map(([place, one]) => ({
      place,
      name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: toText(one['version']) ?? '',
      license: toText(one['license']) ?? 'not stated',
      dev: one['dev'] === true,
      integrity: toText(one['integrity']),
      resolved: toText(one['resolved']),
      link: one['link'] === true,
    }))
}
