import { existsSync } from 'node:fs'
import path from 'node:path'
import type { ProjectConfig } from './project-config.ts'
import { SHIM_PATHS } from './shims.ts'

export interface ProgramInput {
  /** The project folder, absolute. */
  readonly dir: string
  /** Route files, absolute: the roots of the program. */
  readonly files: readonly string[]
  readonly config: ProjectConfig
}

/** What would hide facts, or emit files, if the project had its way. Without `strict`, null vanishes from types. */
const OPTIONS = {
  target: 'esnext',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['esnext', 'dom', 'dom.iterable'],
  strict: true,
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: false,
  allowJs: true,
  checkJs: false,
  jsx: 'preserve',
  resolveJsonModule: true,
  esModuleInterop: true,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  isolatedModules: false,
  plugins: [],
}

/** The name our configuration seems to have: in the project's folder, so that types are found from there. */
export function configFileOf(dir: string): string {
  return path.join(dir, '.rehost-tsconfig.json')
}

/**
 * The configuration that inference reads a project with, as the text of a tsconfig: the project's own, with what
 * would hide facts overridden. Only routes are roots; what they import comes with them.
 */
export function toConfigText({ dir, files, config }: ProgramInput): string {
  const hasNodeTypes = isInstalled('@types/node', dir)
  return JSON.stringify({
    ...(config.file ? { extends: config.file } : {}),
    compilerOptions: {
      ...OPTIONS,
      types: hasNodeTypes ? ['node'] : [],
      paths: { ...config.paths, ...SHIM_PATHS },
    },
    files,
    include: ['./*.d.ts', './{types,@types,typings,src}/**/*.d.ts'].flatMap((pattern) => expand(pattern)),
    exclude: ['**/node_modules/**'],
    references: [],
  })
}

// tsconfig globs know no braces.
function expand(pattern: string): string[] {
  const braces = /^(.*)\{(.*)\}(.*)$/.exec(pattern)
  if (!braces) return [pattern]
  return (braces[2] ?? '').split(',').map((part) => `${braces[1]}${part}${braces[3]}`)
}

function isInstalled(name: string, dir: string): boolean {
  for (let folder = dir; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'node_modules', name))) return true
    if (path.dirname(folder) === folder) return false
  }
}
