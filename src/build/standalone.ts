import { constants } from 'node:fs'
import { copyFile, cp, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import type { NextConfig } from '../config/next-config.ts'
import { compileGlob } from './glob.ts'
import { traceBuild } from './trace.ts'

/** Name of the folder in a build that can be copied anywhere as a whole. */
export const STANDALONE_DIR = 'standalone'

/** Read by a start, as by `next start`; what is local stays local. */
const ENV_FILES = ['.env', '.env.production']
const NEVER = new Set(['node_modules', '.git', '.next'])

export interface StandaloneOptions {
  /** The project folder. */
  readonly dir: string
  readonly publicDir: string | undefined
  readonly tracing: NextConfig['tracing']
}

/** A folder to put into an image. */
export interface Standalone {
  readonly path: string
  /** The build in it: `<path>/.rehost`, or deeper where the project is part of a larger repository. */
  readonly outDir: string
  readonly fileCount: number
}

/**
 * Puts a build, the files it needs of packages and project, its public folder and its .env files into one folder that
 * runs by itself. Places relative to one another stay what they were.
 */
export async function writeStandalone(outDir: string, options: StandaloneOptions): Promise<Standalone> {
  const { dir } = options
  const target = path.join(outDir, STANDALONE_DIR)
  await rm(target, { recursive: true, force: true })
  const files = await collectFiles(outDir, options)
  const root = findRoot(dir, files)
  for (const file of files) await copyTo(path.join(target, path.relative(root, file)), file, root)
  const own = path.join(target, path.relative(root, outDir))
  const parts = (await readdir(outDir)).filter((name) => name !== STANDALONE_DIR)
  for (const name of parts) await cp(path.join(outDir, name), path.join(own, name), { recursive: true })
  return { path: target, outDir: own, fileCount: files.size }
}

async function collectFiles(outDir: string, { dir, publicDir, tracing }: StandaloneOptions): Promise<Set<string>> {
  const { files } = await traceBuild(outDir, dir)
  const excluded = tracing.excludes.map(compileGlob)
  const kept = [...files].filter((file) => !excluded.some((glob) => glob.test(toName(dir, file))))
  const included = tracing.includes.length > 0 ? await findIncluded(dir, tracing.includes, outDir) : []
  const publics = publicDir === undefined ? [] : await listFiles(publicDir, () => true)
  const named = ['package.json', ...ENV_FILES].map((name) => path.join(dir, name))
  return new Set([...kept, ...included, ...publics, ...(await keepExisting(named))])
}

async function findIncluded(dir: string, includes: readonly string[], outDir: string): Promise<string[]> {
  const globs = includes.map(compileGlob)
  // Only a glob that names a package's folder leads into packages.
  const deep = includes.some((glob) => glob.includes('node_modules'))
  const enter = (name: string, place: string): boolean => place !== outDir && (deep || !NEVER.has(name))
  const files = await listFiles(dir, enter)
  return files.filter((file) => globs.some((glob) => glob.test(toName(dir, file))))
}

function toName(dir: string, file: string): string {
  return path.relative(dir, file).replaceAll('\\', '/')
}

async function listFiles(dir: string, enter: (name: string, place: string) => boolean): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry) => {
      const place = path.join(dir, entry.name)
      if (!entry.isDirectory()) return [place]
      return enter(entry.name, place) ? listFiles(place, enter) : []
    }),
  )
  return found.flat()
}

async function keepExisting(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(files.map((file) => lstat(file).catch(() => undefined)))
  return files.filter((_, index) => found[index]?.isFile())
}

// The project folder, or the folder above that it shares with what it needs.
function findRoot(dir: string, files: ReadonlySet<string>): string {
  let root = dir
  for (const file of files)
    while (!file.startsWith(root + path.sep) && root !== path.dirname(root)) root = path.dirname(root)
  return root
}

async function copyTo(target: string, file: string, root: string): Promise<void> {
  const stats = await lstat(file)
  await mkdir(path.dirname(target), { recursive: true })
  if (!stats.isSymbolicLink()) {
    if (stats.isFile()) await copyFile(file, target, constants.COPYFILE_FICLONE)
    return
  }
  const link = await readlink(file)
  const inside = path.isAbsolute(link) && link.startsWith(root + path.sep)
  await symlink(inside ? path.relative(path.dirname(file), link) : link, target)
}
