// Every bench, one after another, with the flags it is given: `npm run bench -- --write --node /path/to/node`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SCRIPTS = ['throughput', 'latency', 'lookup', 'stack', 'cold-start', 'memory', 'workers'] as const

const failed: string[] = []
for (const name of SCRIPTS) {
  console.log(`\n=== ${name}`)
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
