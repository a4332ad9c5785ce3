import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that only this user can read. It goes with the process at the latest. */
export interface TempFolder {
  readonly path: string
  remove(): Promise<void>
}

const open = new Set<string>()

process.once('exit', () => {
  for (const path of open) rmSync(path, { recursive: true, force: true })
})

/** Makes a folder below the system's temporary folder. */
export async function openTempFolder(purpose: string): Promise<TempFolder> {
  // mkdtemp gives mode 0700.
  const path = await mkdtemp(join(tmpdir(), `rehost-${purpose}-`))
  open.add(path)
  return {
    path,
    async remove() {
      open.delete(path)
      await rm(path, { recursive: true, force: true })
    },
  }
}
