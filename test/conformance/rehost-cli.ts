import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CLI = path.join(ROOT, 'dist', 'cli.js')

let built: Promise<void> | undefined

/**
 * The command as it is published, compiled first when a source is newer.
 *
 * The sources are not run through tsx here: its loader would also load the fixtures' modules and hide what plain
 * Node does with them.
 */
export async function rehostCommand(): Promise<string[]> {
  built ??= newest(path.join(ROOT, 'src')) > changedAt(CLI) ? compile() : Promise.resolve()
  await built
  return [process.execPath, CLI]
}

async function compile(): Promise<void> {
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  // Output is written even where a type is wrong; types are another check's business.
  await promisify(execFile)(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT }).catch(() => {})
  if (!changedAt(CLI)) throw new Error('the compiler left no dist/cli.js')
}

function newest(dir: string): number {
  return Math.max(
    0,
    ...readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((file) => changedAt(path.join(dir, file))),
  )
}

/** When a file last changed, in milliseconds since the epoch; 0 when there is none. */
function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
