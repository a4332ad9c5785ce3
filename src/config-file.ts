import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseOptions } from './config/check-options.ts'
import type { RehostOptions } from './config/options.ts'

const NAMES = ['rehost.config.ts', 'rehost.config.mjs', 'rehost.config.js']

/** A project's own config file, as an absolute path. */
export function findConfigFile(dir: string): string | undefined {
  return NAMES.map((name) => path.join(dir, name)).find((file) => existsSync(file))
}

/**
 * Reads `rehost.config.{ts,mjs,js}` of a project; no file gives no options.
 *
 * @param importFile Compiles and imports it, or takes it from a build.
 * @throws {Fault} CONFIG_INVALID, naming file and key.
 */
export async function loadConfigFile(
  dir: string,
  importFile: (file: string) => Promise<object>,
): Promise<RehostOptions> {
  const file = findConfigFile(dir)
  if (file === undefined) return {}
  return parseConfig(await importFile(file), path.basename(file))
}

/**
 * Takes the options from what a config file exports.
 *
 * @param name What messages call the file.
 * @throws {Fault} CONFIG_INVALID, naming file and key.
 */
export function parseConfig(exports: object, name: string): RehostOptions {
  return parseOptions('default' in exports ? exports.default : exports, name)
}
