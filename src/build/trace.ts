import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { NodeFileTraceOptions } from '@vercel/nft'
import type { Loader } from 'esbuild'
import { importFile } from '../module/import-file.ts'
import type { Manifest, OutputImport } from '../module/manifest.ts'
import { RESOLVE_FILE } from '../module/runtime.ts'
import { OUTPUT_FILES } from './output.ts'

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'jsx',
  '.jsx': 'jsx',
  '.mjs': 'js',
  '.cjs': 'js',
}

/** What a build's modules need beside the build. */
export interface Trace {
  /** Absolute paths: files of packages, symbolic links among them, and files that the sources read. */
  readonly files: ReadonlySet<string>
}

/**
 * Finds the files that compiled modules load: the packages they import, with all that those import, and the files that
 * the project's sources name by `process.cwd()`, `__dirname` or `import.meta.url`.
 *
 * @param dir The project folder.
 */
export async function traceBuild(outDir: string, dir: string): Promise<Trace> {
  const modulesDir = path.join(outDir, OUTPUT_FILES.modules)
  const manifest: Manifest = JSON.parse(await readFile(path.join(modulesDir, 'modules.json'), 'utf8'))
  const sources = toSources(manifest, dir)
  const packages = await resolvePackages(manifest, modulesDir)
  const { nodeFileTrace, resolve } = await import('@vercel/nft')
  const { root } = path.parse(dir)
  const options: NodeFileTraceOptions = {
    base: root,
    processCwd: dir,
    ts: true,
    ignore: (file) => isOwn(path.join(root, file), outDir),
    readFile: (file) => readSource(file, sources),
    // Where their imports lead is known from the build.
    resolve: async (id, parent, job, isRequire) => (sources.has(parent) ? [] : resolve(id, parent, job, isRequire)),
  }
  const { fileList } = await nodeFileTrace([...packages, ...sources], options)
  const files = [...fileList].map((file) => path.join(root, file)).filter((file) => !sources.has(file))
  return { files: new Set(files) }
}

function isOwn(file: string, outDir: string): boolean {
  return file === outDir || file.startsWith(outDir + path.sep)
}

function toSources({ outputs }: Manifest, dir: string): Set<string> {
  const names = Object.values(outputs).map(({ source }) => path.resolve(dir, source))
  return new Set(names.filter((file) => LOADERS[path.extname(file)] !== undefined && existsSync(file)))
}

// nft reads JavaScript.
async function readSource(file: string, sources: ReadonlySet<string>): Promise<string | Buffer | null> {
  if (!existsSync(file)) return null
  if (!sources.has(file)) return readFile(file)
  const { transform } = await import('esbuild')
  const loader = LOADERS[path.extname(file)] ?? 'js'
  try {
    return (await transform(await readFile(file, 'utf8'), { loader, jsx: 'automatic', sourcefile: file })).code
  } catch {
    return '' // It does not compile; the build has said so.
  }
}

async function resolvePackages({ outputs }: Manifest, modulesDir: string): Promise<string[]> {
  const file = pathToFileURL(path.join(modulesDir, RESOLVE_FILE)).href
  const { resolve } = (await importFile(file)) as { resolve: (specifier: string) => string } // Our own text.
  const require = createRequire(path.join(modulesDir, RESOLVE_FILE))
  const find = ({ kind, specifier }: OutputImport, importer: string): string | undefined => {
    const isImport = kind === 'dynamic' || (kind === 'static' && importer.endsWith('.mjs'))
    try {
      return isImport ? fileURLToPath(resolve(specifier)) : require.resolve(specifier)
    } catch {
      return undefined // Not installed: it will be missed only if it is ever loaded.
    }
  }
  const found = Object.entries(outputs).flatMap(([importer, { imports }]) =>
    imports
      .filter(({ output, specifier }) => output === undefined && !isBuiltin(specifier))
      .map((one) => find(one, importer)),
  )
  return [...new Set(found)].filter((one) => one !== undefined)
}
