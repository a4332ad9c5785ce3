import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fixturePath, type Variant } from './variants.ts'

// Written into one fixture's next.config, which cannot ask for another.
const RECORDED_UPSTREAM = 'http://127.0.0.1:4199'

// When the public files of the recorded projects were written: their ETag and Last-Modified say so.
const PUBLIC_CHANGED = { 'pages-api': new Date(0x1a2066e8db6), 'route-handlers': new Date(0x1a2066d1b74) }

/** A copy of a fixture project that a server may write into. */
export interface Workplace {
  dir: string
  remove(): Promise<void>
}

/** Copies a variant's project, links the packages it brings along, and points its rewrites at `upstream`. */
export async function createWorkplace(variant: Variant, upstream: string): Promise<Workplace> {
  const root = await mkdtemp(path.join(tmpdir(), 'rehost-conformance-'))
  const dir = path.join(root, path.basename(variant.app))
  await cp(fixturePath(variant.corpus, variant.app), dir, { recursive: true })
  await linkPackages(dir)
  await pointAtUpstream(dir, upstream)
  await datePublicFiles(dir, PUBLIC_CHANGED[variant.corpus])
  return { dir, remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) }
}

async function linkPackages(dir: string): Promise<void> {
  const entries = await readdir(dir)
  if (!entries.includes('vendor')) return
  await mkdir(path.join(dir, 'node_modules'), { recursive: true })
  for (const name of await readdir(path.join(dir, 'vendor'))) {
    await symlink(path.join(dir, 'vendor', name), path.join(dir, 'node_modules', name), 'junction')
  }
}

async function pointAtUpstream(dir: string, upstream: string): Promise<void> {
  const entries = await readdir(dir)
  for (const name of entries.filter((entry) => entry.startsWith('next.config.'))) {
    const file = path.join(dir, name)
    const text = await readFile(file, 'utf8')
    if (text.includes(RECORDED_UPSTREAM)) await writeFile(file, text.replaceAll(RECORDED_UPSTREAM, upstream))
  }
}

async function datePublicFiles(dir: string, changed: Date): Promise<void> {
  const root = path.join(dir, 'public')
  const files = await readdir(root, { recursive: true }).catch(() => [])
  for (const file of files) await utimes(path.join(root, file), changed, changed)
}
