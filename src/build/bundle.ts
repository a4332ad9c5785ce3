import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildOptions, Metafile } from 'esbuild'
import { VERSION } from '../version.ts'
import { createMainPlugin, createPackagePlugin, isUsed, toEntryText, type PackageFiles } from './bundle-plugin.ts'
import { writeLicences } from './licences.ts'
import { PARAMETERS, SERVER_FILES, toLauncherText } from './server-files.ts'

const HERE = fileURLToPath(import.meta.url)
/** Folder of rehost's own code: `src`, or `dist` once it is compiled. */
const ROOT = path.resolve(HERE, '../..')
const SWAGGER_ASSETS = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'favicon-16x16.png',
  'favicon-32x32.png',
  'oauth2-redirect.html',
  'oauth2-redirect.js',
]

const COMMON = {
  bundle: true,
  write: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  // Node.js shows the line of an uncaught error.
  lineLimit: 200,
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions

/**
 * Writes rehost's own code and the packages it uses into a build, so that it runs without rehost being installed.
 *
 * @param outDir Absolute path of the build.
 * @param home The project folder, relative to the build.
 */
export async function writeServer(outDir: string, home: string): Promise<void> {
  const dir = path.join(outDir, SERVER_FILES.dir)
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  const files: PackageFiles = new Map()
  // The project, since there is what says how Plug'n'Play lays packages out.
  const workDir = path.resolve(outDir, home)
  const main = await bundleMain({ dir, workDir, files })
  const packages = await bundlePackages({ dir, workDir, files: toUsed(files, main) })
  const swagger = await copySwagger(path.join(dir, SERVER_FILES.swagger))
  const inputs = [...toInputs(main, workDir), ...toInputs(packages, workDir), ...swagger]
  await writeLicences(path.join(dir, SERVER_FILES.licences), inputs)
  await writeFile(path.join(outDir, SERVER_FILES.launcher), toLauncherText(home))
}

// The names in a metafile are relative to the folder esbuild works in.
function toInputs({ inputs }: Metafile, workDir: string): string[] {
  return Object.keys(inputs).map((name) => path.resolve(workDir, name))
}

interface Bundling {
  /** Where the files go. */
  readonly dir: string
  /** Where esbuild works. */
  readonly workDir: string
  readonly files: PackageFiles
}

async function bundleMain({ dir, workDir, files }: Bundling): Promise<Metafile> {
  const { build } = await import('esbuild')
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: workDir,
    entryPoints: [path.join(ROOT, `server-entry/main${path.extname(HERE)}`)],
    outfile: path.join(dir, SERVER_FILES.main),
    banner: {
      js: `(function(${PARAMETERS.join(',')}){const __dirname=require('node:path').dirname(__filename),__rehost_url=require('node:url').pathToFileURL(__filename).href;`,
    },
    footer: { js: '})' },
    define: {
      'import.meta.url': '__rehost_url',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    plugins: [createMainPlugin({ root: ROOT, version: VERSION, files })],
  })
  return metafile
}

function toUsed(files: PackageFiles, main: Metafile): PackageFiles {
  const used = [...files].map(
    ([file, names]) => [file, new Set([...names].filter((name) => isUsed(name, main)))] as const,
  )
  return new Map(used.filter(([, names]) => names.size > 0))
}

async function bundlePackages({ dir, workDir, files }: Bundling): Promise<Metafile> {
  const { build } = await import('esbuild')
  const inputs: Metafile['inputs'] = {}
  for (const [file, specifiers] of files) {
    const { metafile } = await build({
      ...COMMON,
      absWorkingDir: workDir,
      stdin: { contents: toEntryText(specifiers), resolveDir: ROOT, sourcefile: `${file}.cjs` },
      outfile: path.join(dir, `${file}.cjs`),
      plugins: [createPackagePlugin(SERVER_FILES.swagger)],
    })
    Object.assign(inputs, metafile.inputs)
  }
  return { inputs, outputs: {} }
}

/** @returns What was copied. */
async function copySwagger(target: string): Promise<string[]> {
  // Its files are a dependency of a dependency, which strict package managers let only that one see.
  const owner = createRequire(HERE).resolve('swagger-ui-express')
  const source = path.dirname(createRequire(owner).resolve('swagger-ui-dist/package.json'))
  await mkdir(target, { recursive: true })
  await Promise.all(SWAGGER_ASSETS.map((name) => copyFile(path.join(source, name), path.join(target, name))))
  return SWAGGER_ASSETS.map((name) => path.join(source, name))
}
