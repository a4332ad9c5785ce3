import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type PackageManager = 'npm' | 'pnpm' | 'yarn'

/** What templates need to know of a project. */
export interface InitFacts {
  /** A name for images and services: lower case letters, digits and `-`. */
  readonly name: string
  readonly manager: PackageManager
  /** Undefined when the project has none: versions may then change from build to build. */
  readonly lockFile: string | undefined
  /** Files that tell the package manager how to install: `.npmrc`, `.yarnrc.yml`. */
  readonly settings: readonly string[]
  /** True when installing needs more than package.json and the lock file: workspaces, scripts, packages in files. */
  readonly installsFromSource: boolean
  /** How package.json names rehost; undefined when it does not. */
  readonly rehost: string | undefined
  readonly hasPackageJson: boolean
  /** Whether openapi/openapi.json is kept with the sources, so that CI can hold it against the code. */
  readonly hasDocument: boolean
  /** Whether there is a test script, other than the one that `npm init` writes: that one always fails. */
  readonly hasTests: boolean
}

const LOCK_FILES: readonly (readonly [string, PackageManager])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
]
const SETTINGS = ['.npmrc', '.yarnrc', '.yarnrc.yml']
const NO_TESTS = /^\s*(?:echo .*no test specified.*)?$/i
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare']

/** Reads what a project's own files say. A package.json that is no JSON counts as empty. */
export function readInitFacts(dir: string): InitFacts {
  const text = readText(path.join(dir, 'package.json'))
  const json = parseObject(text)
  const [lockFile, manager = 'npm'] = LOCK_FILES.find(([name]) => existsSync(path.join(dir, name))) ?? []
  const packages = { ...field(json, 'devDependencies'), ...field(json, 'dependencies') }
  const scripts = field(json, 'scripts')
  const specs = Object.values(packages).map(String)
  const name = json['name']
  return {
    name: toServiceName(typeof name === 'string' ? name : path.basename(dir)),
    manager,
    lockFile,
    settings: SETTINGS.filter((name) => existsSync(path.join(dir, name))),
    installsFromSource:
      json['workspaces'] !== undefined ||
      existsSync(path.join(dir, 'pnpm-workspace.yaml')) ||
      existsSync(path.join(dir, '.yarn')) ||
      INSTALL_SCRIPTS.some((script) => script in scripts) ||
      specs.some((spec) => /^(?:file|link|workspace|portal):|\.tgz$|^\.{0,2}\//.test(spec)),
    rehost: typeof packages['rehost'] === 'string' ? packages['rehost'] : undefined,
    hasPackageJson: text !== undefined,
    hasDocument: existsSync(path.join(dir, 'openapi/openapi.json')),
    hasTests: typeof scripts['test'] === 'string' && !NO_TESTS.test(scripts['test']),
  }
}

// RFC 1123 §2.1, which Kubernetes holds names to.
function toServiceName(name: string): string {
  const plain = name.toLowerCase().replace(/^@/, '').replaceAll(/[^a-z0-9]+/g, '-') // prettier-ignore
  return plain.slice(0, 50).replaceAll(/^-+|-+$/g, '') || 'api'
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function parseObject(text = '{}'): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) }
  } catch {
    return {}
  }
}

const field = (json: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> => ({
  ...Object(json[name]),
})
