import assert from 'node:assert/strict'
import path from 'node:path'
import { after, test } from 'node:test'
import { checkProject } from '../../src/check/check-project.ts'
import { stopCompiler } from '../../src/module/compiler.ts'
import { run } from '../commands/context.ts'
import { plant } from '../app/plant.ts'

after(stopCompiler)

const CONFORMANCE = path.resolve(import.meta.dirname, '../conformance')

/** Apps whose answers are recorded, with all that cannot run in them: everything else is known to. */
const APPS: { app: string; routes: number; broken: readonly string[] }[] = [
  { app: 'pages-api/app', routes: 239, broken: ['pages/api/body/limit-garbage.js'] },
  { app: 'pages-api/variants/typemodule', routes: 3, broken: ['pages/api/cjs.js'] },
  { app: 'pages-api/variants/srcdir', routes: 2, broken: [] },
  { app: 'route-handlers/app', routes: 101, broken: [] },
  { app: 'route-handlers/variants/base', routes: 7, broken: [] },
  { app: 'route-handlers/variants/i18n', routes: 4, broken: [] },
]

for (const { app, routes, broken } of APPS) {
  test(`of ${app} nothing is called broken that runs`, async () => {
    const report = await checkProject(path.join(CONFORMANCE, app))
    const found = report.routes.filter(({ verdict }) => verdict === 'broken').map(({ file }) => file)
    assert.deepEqual([report.routes.length, found], [routes, broken])
    assert.ok(report.findings.every(({ file, message }) => file !== undefined || message !== ''))
  })
}

const HANDLER = 'export default function handler(req, res) { res.json(process.env.NEXT_PUBLIC_A) }'
const LINES: { title: string; files: Readonly<Record<string, string>>; flags: string[]; code: number }[] = [
  {
    title: 'a project without peculiarities',
    files: { 'api/a.js': 'export default () => {}' },
    flags: ['--strict'],
    code: 0,
  },
  { title: 'a remark', files: { 'api/a.js': HANDLER }, flags: [], code: 0 },
  { title: 'a remark, strictly', files: { 'api/a.js': HANDLER }, flags: ['--strict'], code: 1 },
  { title: 'an error', files: { 'api/a.js': 'export default (' }, flags: [], code: 1 },
]

for (const { title, files, flags, code } of LINES) {
  test(`rehost check ends with ${code} for ${title}`, async () => {
    const before = process.cwd()
    const ran = await run(['check', plant(files), '--json', ...flags])
    process.chdir(before)
    assert.equal(ran.code, code)
    const { routes, findings, summary, complete } = JSON.parse(ran.out)
    assert.deepEqual([routes.length, complete, summary.errors + summary.remarks], [1, true, findings.length])
  })
}
