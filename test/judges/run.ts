// Documents every example and every conformance app anew, and holds the documents against the outside judges:
//   npm run judges [-- --warnings]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const work = mkdtempSync(path.join(tmpdir(), 'rehost-judged-'))

function subfolders(dir: string): string[] {
  const full = path.join(root, dir)
  if (!existsSync(full)) return []
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(dir, entry.name))
}

// What these serve lies deeper.
const PLACES: Readonly<Record<string, string>> = {
  'examples/express-app': 'examples/express-app/shop',
  'examples/monorepo': 'examples/monorepo/apps/api',
}
const examples = subfolders('examples').map((dir) => PLACES[dir.replaceAll(path.sep, '/')] ?? dir)
const apps = [...examples, 'test/conformance/pages-api/app', 'test/conformance/route-handlers/app']
const documents = apps.flatMap((app) => {
  const out = path.join(work, app.replaceAll(path.sep, '-'))
  const cli = ['--import', 'tsx', path.join(root, 'src/cli.ts')]
  const made = spawnSync(process.execPath, [...cli, 'openapi', app, '--out', out, '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (made.status !== 0) {
    process.stderr.write(`${app}: no document\n${made.stderr}`)
    process.exitCode = 1
    return []
  }
  return [path.join(out, 'openapi.json')]
})

const judge = path.join(root, 'test/judges/judge.mjs')
const judged = spawnSync(process.execPath, [judge, ...documents, ...process.argv.slice(2)], { stdio: 'inherit' })
if (judged.status !== 0) process.exitCode = 1
rmSync(work, { recursive: true })
