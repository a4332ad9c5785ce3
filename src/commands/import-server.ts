import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { SERVER_FILES } from '../build/server-files.ts'
import { Fault } from '../errors.ts'
import type { CommandContext, CommandInput } from './command.ts'

/** What a build's `server.mjs` exports when it is imported and not run. */
export interface BuiltServer {
  /** Serves the build until the process is asked to end. */
  start(outDir: string, input: CommandInput, context: CommandContext): Promise<number>
}

/**
 * Imports the server that a build carries: the same that `node .rehost/server.mjs` runs.
 *
 * @throws {Fault} CONFIG_INVALID, when the build is not complete.
 */
export async function importServer(outDir: string): Promise<BuiltServer> {
  const url = pathToFileURL(path.join(outDir, SERVER_FILES.launcher))
  try {
    return await import(`${url.href}?load`)
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', `${outDir} is not a complete build: build again`, { cause })
  }
}
