import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { NextConfig } from '../config/next-config.ts'
import { Fault } from '../errors.ts'
import { toFolder, type Folder, type FolderOptions, type Scanned } from '../folder.ts'
import { toMethods } from '../inference.ts'
import { openBuiltModules } from '../module/built-modules.ts'
import { parseManifest, toManifest, type Manifest } from '../routes/manifest.ts'
import { RouteTable } from '../routes/table.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import type { Skipped } from '../routes/scan.ts'

/** The folder a build is written to, below the project folder. */
export const OUTPUT_DIR = '.rehost'
const OUTPUT_FILE = 'output.json'
const FACTS_FILE = 'facts.json'
const VERSION = 1

/** What a build knows that a start need not find out again. */
interface Output {
  readonly version: number
  readonly routes: Manifest
  readonly skipped: readonly Skipped[]
  /** The next.config as it was evaluated at build time, as Next.js does too. */
  readonly config: NextConfig
  /** Folders and files by role, relative to the project folder: a build may run without the sources beside it. */
  readonly places: Readonly<Record<string, string | undefined>>
  readonly pages: Manifest
  /** Methods that inference is certain of, by route. */
  readonly methods: Readonly<Record<string, readonly string[]>>
}

/** The place of a project's build; undefined when there is none. */
export function findOutput(dir: string): string | undefined {
  const outDir = path.join(dir, OUTPUT_DIR)
  return existsSync(path.join(outDir, OUTPUT_FILE)) ? outDir : undefined
}

/** Writes down what was found out about a folder, beside its compiled modules. */
export async function writeOutput(outDir: string, scanned: Scanned, facts: ProjectFacts): Promise<void> {
  const { project, conventions, table, skipped, config, pages } = scanned
  const { dir, ...folders } = project
  const places = Object.entries({ ...folders, ...conventions }).map(([role, place]) => [
    role,
    place && path.relative(dir, place),
  ])
  const output: Output = {
    version: VERSION,
    routes: toManifest(table.routes, dir),
    pages: toManifest(pages, dir),
    places: Object.fromEntries(places),
    skipped,
    config,
    methods: Object.fromEntries(toMethods(facts)),
  }
  await writeFile(path.join(outDir, FACTS_FILE), JSON.stringify(facts))
  await writeFile(path.join(outDir, OUTPUT_FILE), `${JSON.stringify(output, undefined, 1)}\n`)
}

/**
 * Opens a project from its build: nothing is scanned, compiled or evaluated for it.
 *
 * @throws {Fault} CONFIG_INVALID, when the build is of another version.
 */
export async function openOutput(outDir: string, options: FolderOptions): Promise<Folder> {
  const output: Output = JSON.parse(await readFile(path.join(outDir, OUTPUT_FILE), 'utf8'))
  if (output.version !== VERSION) {
    throw new Fault('CONFIG_INVALID', `${outDir} is a build of version ${output.version}, not ${VERSION}: build again`)
  }
  const { dir } = options
  const at = (role: string): string | undefined => {
    const place = output.places[role]
    return place === undefined ? undefined : path.join(dir, place)
  }
  const project = { dir, pagesApi: at('pagesApi'), app: at('app'), api: at('api'), publicDir: at('publicDir') }
  const scanned: Scanned = {
    project,
    config: output.config,
    table: RouteTable.create(parseManifest(output.routes, dir)),
    pages: parseManifest(output.pages, dir),
    skipped: output.skipped,
    conventions: { proxy: at('proxy'), instrumentation: at('instrumentation') },
  }
  const facts = async (): Promise<ProjectFacts> => JSON.parse(await readFile(path.join(outDir, FACTS_FILE), 'utf8'))
  const modules = await openBuiltModules(path.join(outDir, 'modules'), dir)
  const folder = toFolder({ ...scanned, modules }, { ...options, facts })
  folder.learn(new Map(Object.entries(output.methods)))
  return folder
}

/** Imports a file that was compiled along with the routes, such as the project's own config file. */
export async function importBuiltFile(outDir: string, dir: string, file: string): Promise<object> {
  const modules = await openBuiltModules(path.join(outDir, 'modules'), dir)
  return modules.load(file)
}
