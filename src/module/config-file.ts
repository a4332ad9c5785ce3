import { dirname } from 'node:path'
import { openModules } from './modules.ts'
import { property } from './settings.ts'

/**
 * Evaluates a configuration file such as `next.config.ts`, anew at each call. What it imports from the project is
 * compiled too; packages are loaded by Node.js.
 *
 * @param file Absolute path.
 * @returns What it exports: an ES namespace, or the value of `module.exports`.
 * @throws {Fault} COMPILE_FAILED or MODULE_FAILED, with the place.
 */
export async function importConfigFile(file: string): Promise<object> {
  // Not closed: functions of the configuration may import something later. The folder goes with the process.
  const modules = await openModules({ dir: dirname(file), entries: [file] })
  return modules.load(file)
}

/** The default export of a module; of a CommonJS module without one, all that it exports. */
export function toDefault(exports: object): unknown {
  return property(exports, 'default') ?? exports
}
