import { builtinModules, isBuiltin } from 'node:module'
import path from 'node:path'
import type { Metafile, OnResolveArgs, OnResolveResult, Plugin } from 'esbuild'
import { isLazyBuiltin, REQUIRED, toPackageFile } from './packages.ts'

const LAZY = 'lazy-builtin'
const PACKAGE = 'package-file'
const OWN = 'own'
const INNER = { inner: true }

/** What the main file turned out to need of each package file: file → specifiers. */
export type PackageFiles = Map<string, Set<string>>

export interface MainPlugin {
  /** Folder that packages are resolved from. */
  readonly root: string
  readonly version: string
  /** Filled while esbuild runs; some of it may turn out to be unused. */
  readonly files: PackageFiles
}

/** True when a package that was noted is used by what the main file came to. */
export function isUsed(specifier: string, { outputs }: Metafile): boolean {
  const input = `${PACKAGE}:${specifier}`
  return REQUIRED.includes(specifier) || Object.values(outputs).some(({ inputs }) => Object.hasOwn(inputs, input))
}

/**
 * Makes esbuild put rehost's own code into one file that loads as little as it can: packages stay in files of their own,
 * built-in modules are loaded at their first use, and imports of files are left to the launcher.
 */
export function createMainPlugin({ root, version, files }: MainPlugin): Plugin {
  for (const name of REQUIRED) note(files, name)
  return {
    name: 'rehost-server',
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) => resolveImport(args, files))
      build.onLoad({ filter: /.*/, namespace: LAZY }, async ({ path: name }) => ({
        contents: await toLazyText(name),
        resolveDir: root,
      }))
      build.onLoad({ filter: /.*/, namespace: PACKAGE }, ({ path: name }) => ({ contents: toPackageText(name) }))
      build.onLoad({ filter: /^import-file$/, namespace: OWN }, () => ({
        contents: 'export const importFile = (url) => __rehost_import(url)',
      }))
      build.onLoad({ filter: /^node:module$/, namespace: OWN }, () => ({ contents: toRequireText(version) }))
    },
  }
}

function resolveImport(args: OnResolveArgs, files: PackageFiles): OnResolveResult | undefined {
  const { path: name, kind, namespace, importer } = args
  if (kind === 'entry-point') return undefined
  if (namespace !== 'file') return { path: name, external: true }
  if (/\/import-file\.[jt]s$/.test(name)) return { path: 'import-file', namespace: OWN }
  if (name.startsWith('.') || path.isAbsolute(name)) return undefined
  if (name.replace(/^node:/, '') === 'module') return { path: 'node:module', namespace: OWN }
  if (isBuiltin(name))
    return isLazyBuiltin(name) ? { path: toNodeName(name), namespace: LAZY } : { path: name, external: true }
  // What a package of the main file uses goes where that package is.
  if (importer.includes('node_modules') || toPackageFile(name) === undefined) return undefined
  note(files, name)
  return { path: name, namespace: PACKAGE }
}

function toNodeName(name: string): string {
  return name.startsWith('node:') ? name : `node:${name}`
}

function note(files: PackageFiles, specifier: string): void {
  const file = toPackageFile(specifier) ?? specifier
  files.set(file, (files.get(file) ?? new Set()).add(specifier))
}

function toPackageText(name: string): string {
  return `module.exports = ${toPackageCall(name)}`
}

function toPackageCall(name: string): string {
  return `require(${JSON.stringify(`./${toPackageFile(name)}.cjs`)})[${JSON.stringify(name)}]()`
}

// A module whose exports load the real one when they are first read.
async function toLazyText(name: string): Promise<string> {
  const keys = Object.keys((await import(name)) as object).filter((key) => key !== 'default') // A namespace.
  return `
    let real
    for (const key of ${JSON.stringify(keys)}) {
      Object.defineProperty(exports, key, { enumerable: true, get: () => (real ??= require(${JSON.stringify(name)}))[key] })
    }`
}

// `createRequire` for rehost's own files: the packages they require are beside the main file.
function toRequireText(version: string): string {
  const packages = REQUIRED.map((name) => `${JSON.stringify(name)}: () => ${toPackageCall(name)}`)
  return `
    import { createRequire as create } from 'node:module'
    export * from 'node:module'
    const own = { '../package.json': () => (${JSON.stringify({ version })}), ${packages.join(', ')} }
    export const createRequire = (from) => {
      const real = create(from)
      return Object.assign((name) => (Object.hasOwn(own, name) ? own[name]() : real(name)), real)
    }`
}

/** The text of a package file's entry: each package, to be evaluated when it is asked for. */
export function toEntryText(specifiers: Iterable<string>): string {
  const lines = [...specifiers].map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`)
  return `module.exports = {\n${lines.join('\n')}\n}`
}

/** For package files: Swagger UI's assets lie beside them, and what is not installed stays outside. */
export function createPackagePlugin(swaggerDir: string): Plugin {
  return {
    name: 'rehost-packages',
    setup(build) {
      build.onResolve({ filter: /^swagger-ui-dist\/absolute-path/ }, () => ({ path: 'swagger', namespace: OWN }))
      build.onLoad({ filter: /^swagger$/, namespace: OWN }, () => ({
        contents: `module.exports = () => require('node:path').join(__dirname, ${JSON.stringify(swaggerDir)})`,
      }))
      build.onResolve({ filter: /^[^./]/ }, async ({ path: name, kind, resolveDir, pluginData }) => {
        if (pluginData === INNER || kind === 'entry-point' || builtinModules.includes(name)) return undefined
        const found = await build.resolve(name, { kind, resolveDir, pluginData: INNER })
        return found.errors.length > 0 ? { path: name, external: true } : undefined
      })
    },
  }
}
