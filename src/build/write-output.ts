import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Scanned } from '../folder.ts'
import { toMethods } from '../inference.ts'
import { toManifest } from '../routes/manifest.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import { OUTPUT_FILES, OUTPUT_VERSION, type Output } from './output.ts'

/** What was found out about a project. */
export interface Findings {
  readonly scanned: Scanned
  readonly facts: ProjectFacts
  /** The project's own config file, as an absolute path. */
  readonly configFile: string | undefined
}

/** Writes down what was found out about a folder, beside its compiled modules. */
export async function writeOutput(outDir: string, { scanned, facts, configFile }: Findings): Promise<void> {
  const { project, conventions, table, skipped, config, pages } = scanned
  const { dir, ...folders } = project
  const places = Object.entries({ ...folders, ...conventions, configFile }).map(([role, place]) => [
    role,
    place && path.relative(dir, place),
  ])
  const output: Output = {
    version: OUTPUT_VERSION,
    routes: toManifest(table.routes, dir),
    pages: toManifest(pages, dir),
    places: Object.fromEntries(places),
    skipped,
    config,
    methods: Object.fromEntries(toMethods(facts)),
    secret: randomBytes(32).toString('base64url'),
    release: randomBytes(6).toString('hex'),
  }
  await copyAbout(dir, path.join(outDir, OUTPUT_FILES.about))
  await writeFile(path.join(outDir, OUTPUT_FILES.facts), JSON.stringify(facts))
  await writeFile(path.join(outDir, OUTPUT_FILES.output), `${JSON.stringify(output, undefined, 1)}\n`)
}

// The document takes its title and its hand-written half from these.
async function copyAbout(dir: string, target: string): Promise<void> {
  await mkdir(path.join(target, 'openapi'), { recursive: true })
  for (const name of ['package.json', 'openapi/base.json']) {
    const source = path.join(dir, name)
    if (existsSync(source)) await copyFile(source, path.join(target, name))
  }
}
