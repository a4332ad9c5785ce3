import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Files by path below the project folder. */
export type Files = Readonly<Record<string, string>>

const folders: string[] = []

/** Writes a project below the system's temporary folder and returns its path. */
export function writeProject(files: Files): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'rehost-project-')))
  folders.push(dir)
  writeFiles(dir, { 'package.json': '{}', ...files })
  return dir
}

/** Writes files into a project that is there. */
export function writeFiles(dir: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
}

/** Removes all projects; for `after`. */
export function removeProjects(): void {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true })
}
