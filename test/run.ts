// Finds the test files and hands them to Node.js, whose version 20 takes no patterns.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Folders of projects that tests serve. */
const FIXTURES = new Set(['node_modules', 'app', 'apps', 'cases', 'variants'])

// A folder with a package.json is a project of its own; its tests run where it was installed.
const isTested = (dir: string): boolean =>
  !existsSync(path.join(dir, 'package.json')) || existsSync(path.join(dir, 'node_modules'))

function findTests(dir: string): string[] {
  if (!isTested(dir)) return []
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(dir, entry.name)
    if (!entry.isDirectory()) return entry.name.endsWith('.test.ts') ? [place] : []
    const isFixture = FIXTURES.has(entry.name) && place !== path.join(import.meta.dirname, 'app')
    return isFixture ? [] : findTests(place)
  })
}

const wanted = process.argv.slice(2).map((place) => path.resolve(place))
const files = findTests(import.meta.dirname).filter(
  (file) => wanted.length === 0 || wanted.some((place) => file === place || file.startsWith(place + path.sep)),
)
const args = ['--import', 'tsx', '--test', '--test-concurrency=2', ...files.map((file) => path.relative('', file))]
spawn(process.execPath, args, { stdio: 'inherit' }).on('exit', (code) => {
  process.exitCode = code ?? 1
})
