import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadNextConfig } from '../../src/config/next-config.ts'
import { withVercelJson } from '../../src/config/vercel-json.ts'
import { Fault } from '../../src/errors.ts'
import { scanFolder } from '../../src/folder.ts'
import { compileRules } from '../../src/rules/rules.ts'
import { plant } from '../app/plant.ts'

const read = async (json: unknown) => {
  const dir = plant({ 'vercel.json': typeof json === 'string' ? json : JSON.stringify(json) })
  const config = await loadNextConfig(dir, { phase: 'phase-production-server', importFile: async () => ({}) })
  return withVercelJson(config, dir)
}

const MAPPED: { title: string; json: object; gives: object }[] = [
  {
    title: 'nothing: both forms of a path answer',
    json: {},
    gives: { trailingSlash: false, skipTrailingSlashRedirect: true },
  },
  {
    title: 'trailingSlash',
    json: { trailingSlash: true },
    gives: { trailingSlash: true, skipTrailingSlashRedirect: false },
  },
  {
    title: 'redirects, which are permanent unless they say otherwise',
    json: { redirects: [{ source: '/a', destination: '/b' }, { source: '/c', destination: '/d', permanent: false }, { source: '/e', destination: '/f', statusCode: 302 }] }, // prettier-ignore
    gives: {
      redirects: [
        { source: '/a', destination: '/b', permanent: true },
        { source: '/c', destination: '/d', permanent: false },
        { source: '/e', destination: '/f', statusCode: 302 },
      ],
    },
  },
  {
    title: 'groups without a name',
    json: { rewrites: [{ source: String.raw`/:kind(\d+)/((?!x)a|b)/(.*)`, destination: '/api/$2/$3' }, { source: '/(.*)', destination: '/api' }] }, // prettier-ignore
    gives: {
      rewrites: {
        beforeFiles: [],
        fallback: [],
        afterFiles: [
          { source: String.raw`/:kind(\d+)/:group2((?!x)a|b)/:group3(.*)`, destination: '/api/:group2/:group3' },
          { source: '/(.*)', destination: '/api' },
        ],
      },
    },
  },
  {
    title: 'conditions',
    json: { headers: [{ source: '/a', has: [{ type: 'host', value: 'x' }], headers: [{ key: 'A', value: 'b' }] }] },
    gives: { headers: [{ source: '/a', has: [{ type: 'host', value: 'x' }], headers: [{ key: 'A', value: 'b' }] }] },
  },
]

for (const { title, json, gives } of MAPPED) {
  test(`vercel.json says ${title}`, async () => {
    const config = await read(json)
    assert.deepEqual({ ...config, ...gives }, config)
    assert.deepEqual(config.warnings, [])
    compileRules(config)
  })
}

const WARNS: { json: object; says: string }[] = [
  { json: { crons: [] }, says: 'vercel.json: crons has no effect; have the paths called by a scheduler of your own' },
  { json: { functions: {} }, says: 'vercel.json: functions has no effect; give maxDuration in the route file: `export const maxDuration = 30`' }, // prettier-ignore
  { json: { routes: [] }, says: 'vercel.json: routes has no effect; write them as rewrites, redirects and headers' },
  { json: { redirect: [] }, says: 'vercel.json: redirect has no effect; it is not known here' },
  {
    json: { rewrites: [{ source: '/a', destination: '/b', has: [{ type: 'header', key: 'x', value: { pre: 'y' } }] }] },
    says: 'vercel.json: rewrites[0] is left out: a value in `has` is more than a rule of next.config can say',
  },
]

for (const { json, says } of WARNS) {
  test(`vercel.json with ${JSON.stringify(json)} is a warning`, async () => {
    assert.deepEqual((await read(json)).warnings, [says])
  })
}

const BAD: { json: unknown; says: RegExp }[] = [
  { json: '{', says: /^vercel\.json is no JSON: / },
  { json: [], says: /^vercel\.json is not an object but an array$/ },
  { json: { headers: {} }, says: /^vercel\.json: headers is not an array but an object$/ },
  { json: { rewrites: [7] }, says: /^vercel\.json: rewrites\[0\] is not an object but 7$/ },
  { json: { trailingSlash: 'yes' }, says: /^vercel\.json: trailingSlash is not true or false but "yes"$/ },
]

for (const { json, says } of BAD) {
  test(`vercel.json with ${JSON.stringify(json)} is refused`, async () => {
    await assert.rejects(read(json), (error) => {
      assert.ok(error instanceof Fault && error.code === 'CONFIG_INVALID')
      assert.match(error.message, says)
      return true
    })
  })
}

test('a rule that cannot be compiled names the file', async () => {
  const config = await read({ rewrites: [{ source: 'a', destination: '/b' }] })
  assert.throws(() => compileRules(config), /^Fault: vercel\.json: rewrites/)
})

const VERCEL = JSON.stringify({ trailingSlash: true })
const FOLDERS = [
  { title: 'a plain api folder', files: { 'api/a.js': '' }, counts: true },
  { title: 'a Next.js project', files: { 'pages/api/a.js': '' }, counts: false },
]

for (const { title, files, counts } of FOLDERS) {
  test(`vercel.json of ${title} ${counts ? 'counts' : 'is left to the platform'}`, async () => {
    const { config } = await scanFolder(plant({ ...files, 'vercel.json': VERCEL }), 'production')
    assert.equal(config.trailingSlash, counts)
  })
}
