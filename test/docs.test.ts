import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PARTS } from '../scripts/docs.ts'
import { fillMarked } from '../scripts/marked.ts'
import { COMMANDS } from '../src/commands/table.ts'
import { DEFAULT_LIMITS, toOptions } from '../src/config/options.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8')
const README = read('README.md')

/** Markdown below a folder, without what was installed or generated there. */
function findPages(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.posix.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : findPages(place)
    return entry.name.endsWith('.md') ? [place] : []
  })
}

const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'))
const pages = [...top, ...['docs', 'examples', 'deploy'].flatMap(findPages)]

/** What a heading is called in a link, as GitHub does it. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')

const anchorsOf = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => toAnchor(title))

for (const page of pages) {
  test(`every link in ${page} leads somewhere`, () => {
    const text = read(page)
    const lost = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].filter(([, file = '', anchor]) => {
      const goal = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
      if (!existsSync(path.join(ROOT, goal))) return true
      return anchor !== undefined && !anchorsOf(read(goal)).includes(anchor)
    })
    assert.deepEqual(
      lost.map(([link]) => link),
      [],
    )
  })
}

test('the README has every command, every option, and every limit with its default', () => {
  for (const name of Object.keys(toOptions())) assert.match(README, new RegExp(`^\\| \`${name}[.(\`]`, 'm'), name)
  for (const [name, { operands = ['[dir]'] }] of Object.entries(COMMANDS)) {
    assert.ok(README.includes(`\`rehost ${[name, ...operands].join(' ')}\``), name)
  }
  for (const [name, value] of Object.entries(DEFAULT_LIMITS)) {
    const shown = value === 0 ? 'no limit' : String(value)
    assert.match(README, new RegExp(`\\| \`limits\\.${name}\` \\| \\| ${shown} \\|`), name)
  }
})

for (const { page, name, text } of PARTS) {
  test(`the part "${name}" of ${page} says what its source says (npm run docs:generate)`, () => {
    assert.equal(read(page), fillMarked(read(page), name, text()))
  })
}

for (const file of ['hello.js', 'methods.js', '[id].js']) {
  test(`the tutorial builds api/${file} as the quickstart has it`, () => {
    const code = read(`examples/quickstart/api/${file}`)
    assert.ok(README.includes(`\`\`\`js\n// api/${file}\n${code}\`\`\``))
  })
}
