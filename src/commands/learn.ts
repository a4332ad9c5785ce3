import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { toLearnt } from '../dev/learn.ts'
import { readObserved, toObservedFile } from '../dev/observed.ts'
import type { Folder } from '../folder.ts'
import { toCacheDir } from '../inference.ts'
import type { OpenApiDocument } from '../openapi/spec.ts'
import { loadBase } from '../openapi/write.ts'
import type { CommandContext } from './command.ts'

/**
 * Writes answers that were seen in development, and that the document does not have, into `openapi/base.json`.
 *
 * @returns True when the document is another one now.
 */
export async function learn(folder: Folder, document: OpenApiDocument, context: CommandContext): Promise<boolean> {
  const { dir } = folder.project
  const home = path.join(folder.aboutDir, 'openapi')
  const observed = await readObserved(toObservedFile(toCacheDir(dir), dir))
  const { base, added } = toLearnt(observed, { document, base: await loadBase(home), routes: folder.table.routes })
  if (added.length === 0) {
    context.out('nothing to learn: rehost dev has seen no answer that the document does not have')
    return false
  }
  await mkdir(home, { recursive: true })
  const file = path.join(home, 'base.json')
  await writeFile(file, `${JSON.stringify(base, undefined, 2)}\n`)
  for (const line of added) context.out(`learnt: ${line}`)
  context.out(`written: ${path.relative(process.cwd(), file)}`)
  return true
}
