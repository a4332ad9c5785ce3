import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CLI } from './contestants.ts'
import type { Contestant } from './contestants.ts'

/**
 * Builds a project with `rehost build`, and returns the script that serves it. It throws when nothing was built.
 *
 * @param node The binary that will run it: a build holds code for the version of V8 that made it.
 */
export async function buildProject(node: string, dir: string): Promise<string> {
  const child = spawn(node, [CLI, 'build', dir], { stdio: ['ignore', 'ignore', 'inherit'] })
  await once(child, 'exit')
  const server = join(dir, '.rehost/server.mjs')
  if (!existsSync(server)) throw new Error(`${dir} was not built`)
  return server
}

/** What runs a built server, with logging off as it is for every contestant. */
export function startBuilt(server: string): Contestant['args'] {
  return (port) => [server, '--port', String(port), '--log-level', 'silent']
}
