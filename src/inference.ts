import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  compileFolder,
  scanFolder,
  type Folder,
  type FolderOptions,
  type MethodsByRoute,
  type Scanned,
} from './folder.ts'
import { allowedMethods } from './infer/allowed-methods.ts'
import { openInference, type Inference } from './infer/client.ts'
import { SILENT, type Logger } from './log.ts'
import type { ProjectFacts } from './schema/facts.ts'

/** Where results are remembered: with the project's packages, or where the system keeps what may be lost. */
export function toCacheDir(dir: string): string {
  const packages = path.join(dir, 'node_modules')
  return path.join(existsSync(packages) ? path.join(packages, '.cache') : tmpdir(), 'rehost')
}

/** Opens inference for a folder; nothing runs before facts are asked for. */
export function openFolderInference({ project, table }: Scanned, logger: Logger): Inference {
  return openInference({ dir: project.dir, routes: table.routes, logger, cacheDir: toCacheDir(project.dir) })
}

/** The methods that are certain, by route. */
export function toMethods({ routes }: ProjectFacts): MethodsByRoute {
  const known = routes.map((facts) => [facts.name, allowedMethods(facts)] as const)
  return new Map(known.filter((entry): entry is [string, readonly string[]] => entry[1] !== undefined))
}

// How long a start waits for the facts: the guard's Allow should be there with the first request, but not at any price.
const PATIENCE_MS = 5000

/**
 * Opens a folder and reads its handlers at the same time, in another process.
 *
 * Facts that are not there after a while are taken in when they come; a start never fails for want of them.
 */
export async function openInferredFolder(options: FolderOptions): Promise<Folder> {
  const scanned = await scanFolder(options.dir, options.mode, options)
  const inference = openFolderInference(scanned, options.logger ?? SILENT)
  const facts = inference.facts()
  const folder = await compileFolder(scanned, { ...options, facts: () => facts })
  const learnt = facts.then(async (known) => {
    folder.learn(toMethods(known))
    await inference.close()
  })
  await Promise.race([learnt, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())])
  return { ...folder, close: () => Promise.all([folder.close(), inference.close()]).then(() => {}) }
}
