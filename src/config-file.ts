import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseOptions } from './config/check-options.ts'
import type { RehostOptions } from './config/options.ts'
import { importConfigFile } from './module/config-file.ts'

const NAMES = ['rehost.config.ts', 'rehost.config.mjs', 'rehost.config.js']

/**
 * Reads `rehost.config.{ts,mjs,js}` of a project; no file gives no options.
 *
 * @throws {Fault} CONFIG_INVALID, naming file and key.
 */
export async function loadConfigFile(dir: string): Promise<RehostOptions> {
  const name = NAMES.find((one) => existsSync(path.join(dir, one)))
  if (name === undefined) return {}
  const namespace = await importConfigFile(path.join(dir, name))
  return parseOptions('default' in namespace ? namespace.default : undefined, name)
}
