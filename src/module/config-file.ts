import { dirname } from 'node:path'
import { openModules } from './modules.ts'

/**
 * Evaluates a configuration file such as `next.config.ts`, anew at each call. What it imports from the project is
 * compiled too; packages are loaded by Node.js.
 *
 * @param file Absolute path.
 * @returns What it exports, always with `default`: of a CommonJS file that is the value of `module.exports`.
 * @throws {Fault} COMPILE_FAILED or MODULE_FAILED, with the place.
 */
export async function importConfigFile(file: string): Promise<object> {
  // Not closed: functions of the configuration may import something later. The folder goes with the process.
  const modules = await openModules({ dir: dirname(file), entries: [file] })
  const exports = await modules.load(file)
  return 'default' in exports ? exports : { ...exports, default: exports }
}
