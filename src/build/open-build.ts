import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseConfig } from '../config-file.ts'
import type { RehostOptions } from '../config/options.ts'
import { toFolder, type Folder, type FolderOptions, type Scanned } from '../folder.ts'
import { openBuiltModules } from '../module/built-modules.ts'
import type { Provide } from '../module/runtime.ts'
import { parseManifest } from '../routes/manifest.ts'
import { RouteTable } from '../routes/table.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import { checkVersion, OUTPUT_FILES, type Output } from './output.ts'

/** A project as it was built: nothing is scanned, compiled or evaluated to open it. */
export interface Build {
  /** What draft mode's keys follow from. */
  readonly secret: string
  /** What tells this build from others. */
  readonly release: string
  /** The project's own config file, compiled along with the routes; no file gives no options. */
  readConfig(): Promise<RehostOptions>
  openFolder(options: BuiltFolderOptions): Folder
}

export type BuiltFolderOptions = Omit<FolderOptions, 'dir' | 'mode' | 'modules' | 'aboutDir' | 'facts'>

export interface OpenOptions {
  /** The project folder as it is now, as an absolute path. */
  readonly dir: string
  /** Imports the modules of the running rehost. */
  readonly provide: Provide
}

/** @throws {Fault} CONFIG_INVALID, when the build is of another version, or damaged. */
export async function openBuild(outDir: string, { dir, provide }: OpenOptions): Promise<Build> {
  // Read at once: there is nothing else to do yet, and a turn of the event loop costs more.
  const output: Output = JSON.parse(readFileSync(path.join(outDir, OUTPUT_FILES.output), 'utf8'))
  checkVersion(output, outDir)
  const scanned = toScanned(output, dir)
  const configFile = output.places['configFile']
  const modules = await openBuiltModules(path.join(outDir, OUTPUT_FILES.modules), dir, provide)
  return {
    secret: output.secret,
    release: output.release,
    readConfig: async () => {
      if (configFile === undefined) return {}
      return parseConfig(await modules.load(path.join(dir, configFile)), configFile)
    },
    openFolder: (options) => {
      const aboutDir = path.join(outDir, OUTPUT_FILES.about)
      const facts = async (): Promise<ProjectFacts> =>
        JSON.parse(await readFile(path.join(outDir, OUTPUT_FILES.facts), 'utf8'))
      const folder = toFolder({ ...scanned, modules }, { ...options, dir, mode: 'production', aboutDir, facts })
      folder.learn(new Map(Object.entries(output.methods)))
      return folder
    },
  }
}

function toScanned({ places, config, routes, pages, skipped }: Output, dir: string): Scanned {
  const at = (role: string): string | undefined => {
    const place = places[role]
    return place === undefined ? undefined : path.join(dir, place)
  }
  return {
    project: { dir, pagesApi: at('pagesApi'), app: at('app'), api: at('api'), publicDir: at('publicDir') },
    config,
    table: RouteTable.create(parseManifest(routes, dir)),
    pages: parseManifest(pages, dir),
    skipped,
    conventions: { proxy: at('proxy'), instrumentation: at('instrumentation') },
  }
}
