import { existsSync } from 'node:fs'
import path from 'node:path'
import type { NextConfig } from '../config/next-config.ts'
import { Fault } from '../errors.ts'
import type { Manifest } from '../routes/manifest.ts'
import type { Skipped } from '../routes/scan.ts'

/** The folder a build is written to, below the project folder. */
export const OUTPUT_DIR = '.rehost'
/** Names of what is in it. */
export const OUTPUT_FILES = { output: 'output.json', facts: 'facts.json', modules: 'modules', about: 'about' } as const
export const OUTPUT_VERSION = 2

/** What a build knows that a start need not find out again. */
export interface Output {
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
  /** What draft mode's keys follow from: the same for all who run this build, as under Next.js. */
  readonly secret: string
  /** What tells this build from others; no secret. */
  readonly release: string
}

/** The place of a project's build; undefined when there is none. */
export function findOutput(dir: string): string | undefined {
  const outDir = path.join(dir, OUTPUT_DIR)
  return existsSync(path.join(outDir, OUTPUT_FILES.output)) ? outDir : undefined
}

/** @throws {Fault} CONFIG_INVALID, when the build is of another version. */
export function checkVersion({ version }: Output, outDir: string): void {
  if (version === OUTPUT_VERSION) return
  throw new Fault('CONFIG_INVALID', `${outDir} is a build of version ${version}, not ${OUTPUT_VERSION}: build again`)
}
