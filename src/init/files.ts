import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { toComposeFile } from './compose.ts'
import { DOCKERIGNORE, toDockerfile } from './dockerfile.ts'
import { readManifests } from './manifests.ts'
import type { InitFacts } from './project-facts.ts'
import { toWorkflow } from './workflow.ts'

/** A file that is to be written, and what is in its place. */
export interface PlannedFile {
  /** Below the project folder, `/`-separated. */
  readonly name: string
  readonly text: string
  readonly state: 'new' | 'same' | 'other'
}

/** Makes every file for a project, and looks what is there already. */
export async function planFiles(dir: string, facts: InitFacts): Promise<readonly PlannedFile[]> {
  const files = new Map([
    ['Dockerfile', toDockerfile(facts)],
    ['.dockerignore', DOCKERIGNORE],
    ['docker-compose.yml', toComposeFile(facts)],
    ['.github/workflows/api.yml', toWorkflow(facts)],
    ...(await readManifests(facts)),
  ])
  return [...files].map(([name, text]) => ({ name, text, state: toState(path.join(dir, name), text) }))
}

function toState(file: string, text: string): PlannedFile['state'] {
  if (!existsSync(file)) return 'new'
  return readFileSync(file, 'utf8') === text ? 'same' : 'other'
}

/** Writes files, and the folders they are in. */
export async function writeFiles(dir: string, files: readonly PlannedFile[]): Promise<void> {
  for (const { name, text } of files) {
    const file = path.join(dir, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}
