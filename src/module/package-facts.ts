import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a package.json says that decides how files beside it are loaded. */
export interface PackageFacts {
  readonly dir: string
  readonly name: string | undefined
  readonly type: 'module' | 'commonjs' | undefined
  readonly hasExports: boolean
  /** True when `exports` has files of its own for React's server layer. */
  readonly hasServerLayer: boolean
  /** Names of what it depends on, peers and optional ones included. */
  readonly dependencies: ReadonlySet<string>
}

/** Finds package.json files and remembers what they say. */
export interface PackageIndex {
  /** The nearest package.json above a file: the one that decides the file's module format. */
  nearest(file: string): PackageFacts | undefined
  /** The package a file in node_modules belongs to; undefined outside of node_modules. */
  installed(file: string): PackageFacts | undefined
}

/** Opens an empty index; each package.json is read once. */
export function openPackageIndex(): PackageIndex {
  const known = new Map<string, PackageFacts | undefined>()

  function read(dir: string): PackageFacts | undefined {
    if (!known.has(dir)) known.set(dir, readPackage(dir))
    return known.get(dir)
  }

  function nearest(file: string): PackageFacts | undefined {
    let dir = dirname(file)
    for (;;) {
      const found = read(dir)
      const parent = dirname(dir)
      if (found !== undefined || parent === dir) return found
      dir = parent
    }
  }

  return {
    nearest,
    installed(file) {
      const dir = toPackageDir(file)
      return dir === undefined ? undefined : read(dir)
    },
  }
}

/** Says whether a path lies in an installed package. */
export function isInstalled(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file)
}

/** `@scope/name/deep/file` → `@scope/name`; undefined for paths, URLs and `#imports`. */
export function toPackageName(specifier: string): string | undefined {
  return /^(?:@[^/]+\/)?[^./@#\\:][^/\\:]*(?=\/|$)/.exec(specifier)?.[0]
}

function toPackageDir(file: string): string | undefined {
  return /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file)?.[1]
}

function readPackage(dir: string): PackageFacts | undefined {
  const json = readJson(join(dir, 'package.json'))
  if (typeof json !== 'object' || json === null) return undefined
  const fields = new Map<string, unknown>(Object.entries(json))
  const type = fields.get('type')
  const name = fields.get('name')
  return {
    dir,
    name: typeof name === 'string' ? name : undefined,
    type: type === 'module' || type === 'commonjs' ? type : undefined,
    hasExports: fields.has('exports'),
    hasServerLayer: (JSON.stringify(fields.get('exports')) ?? '').includes('"react-server":'),
    dependencies: new Set(
      ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) => Object.keys(fields.get(key) ?? {})),
    ),
  }
}

// A folder without package.json, or with one that is no JSON, decides nothing.
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
