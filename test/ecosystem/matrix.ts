import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What a scenario came to, as the harness writes it down. */
export interface Result {
  readonly name: string
  readonly pkg: string
  readonly kind: string
  /** `app`, `pages`, `app+pages` or `pages-edge`. */
  readonly router: string
  readonly ok: boolean
  /** How many things were checked. */
  readonly checks: number
}

/** One scenario of the matrix that the pages show. */
export interface Row {
  readonly name: string
  readonly pkg: string
  readonly version: string
  readonly kind: string
  readonly router: string
  readonly checks: number
  /** Compiled in memory by `rehost start`, and from the output of `rehost build`. */
  readonly memory: boolean
  readonly built: boolean
}

interface Runs {
  /** The folder that holds `app/`. */
  readonly dir: string
  readonly memory: readonly Result[]
  readonly built: readonly Result[]
}

/** Puts the results of both ways to serve side by side, with the versions that were installed. */
export function toMatrix({ dir, memory, built }: Runs): Row[] {
  const passed = new Set(built.filter(({ ok }) => ok).map(({ name }) => name))
  const rows = memory.map(({ name, pkg, kind, router, ok, checks }) => {
    return { name, pkg, version: readVersion(dir, pkg), kind, router, checks, memory: ok, built: passed.has(name) }
  })
  return rows.toSorted((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name))
}

// Clients that only the scenarios use are installed beside them.
function readVersion(dir: string, pkg: string): string {
  const places = [path.join(dir, 'app'), dir].map((base) => path.join(base, 'node_modules', pkg, 'package.json'))
  const file = places.find((place) => existsSync(place))
  if (file === undefined) return ''
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}
