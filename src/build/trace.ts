import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import type { NodeFileTraceOptions } from '@vercel/nft'
import type { Loader } from 'esbuild'
import type { Manifest } from '../module/manifest.ts'
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
  const entries = toEntries(manifest, modulesDir)
  const { nodeFileTrace, resolve } = await import('@vercel/nft')
  const { root } = path.parse(dir)
  const options: NodeFileTraceOptions = {
    base: root,
    processCwd: dir,
    ts: true,
    ignore: (file) => isOwn(path.join(root, file), outDir),
    readFile: async (file) => entries.get(file) ?? readSource(file, sources),
    // Where their imports lead is known from the build.
    resolve: async (id, parent, job, isRequire) => (sources.has(parent) ? [] : resolve(id, parent, job, isRequire)),
  }
  const { fileList } = await nodeFileTrace([...entries.keys(), ...sources], options)
  const files = [...fileList].map((file) => path.join(root, file))
  return { files: new Set(files.filter((file) => !sources.has(file) && !entries.has(file))) }
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

/**
 * Two files that are not there, with all imports of packages in them, as Node.js will make them from this folder: so
 * symbolic links on the way are found too.
 */
function toEntries({ outputs }: Manifest, modulesDir: string): ReadonlyMap<string, string> {
  const texts = { mjs: new Set<string>(), cjs: new Set<string>() }
  for (const [importer, { imports }] of Object.entries(outputs)) {
    for (const { kind, specifier, output } of imports) {
      if (output !== undefined || isBuiltin(specifier)) continue
      const name = JSON.stringify(specifier)
      const isImported = kind === 'dynamic' || (kind === 'static' && importer.endsWith('.mjs'))
      if (isImported) texts.mjs.add(`import ${name}`)
      // A dynamic import of CommonJS is made by require().
      if (!isImported || kind === 'dynamic') texts.cjs.add(`require(${name})`)
    }
  }
  return new Map(
    Object.entries(texts).map(([extension, lines]) => [
      path.join(modulesDir, `imports.${extension}`),
      [...lines].join('\n'),
    ]),
  )
}
