import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/errors.ts'
import { RouteTable } from '../../src/routes/table.ts'
import { PRECEDENCE_ROWS } from './precedence-rows.ts'
import { CONFLICT_ROWS } from './refused-rows.ts'
import { ROUTE_ROWS, toRoute } from './rows.ts'

for (const { file, hits, misses } of ROUTE_ROWS) {
  test(`${file} answers its own paths and no others`, () => {
    const table = RouteTable.create([toRoute(file)])
    for (const [path, params] of hits) {
      const match = table.match(path)
      assert.equal(match?.route.name, file, path)
      assert.deepEqual({ ...match?.params }, params, path)
    }
    for (const path of misses) assert.equal(table.match(path), undefined, path)
  })
}

for (const { title, files, answers } of PRECEDENCE_ROWS) {
  test(title, () => {
    for (const order of [files, files.toReversed()]) {
      const table = RouteTable.create(order.map(toRoute))
      for (const [path, file, params = {}] of answers) {
        const match = table.match(path)
        assert.equal(match?.route.name, file, path)
        assert.deepEqual({ ...match?.params }, params, path)
      }
    }
  })
}

for (const { files, says } of CONFLICT_ROWS) {
  test(`refuses ${files.join(' with ')}`, () => {
    for (const order of [files, files.toReversed()]) {
      assert.throws(
        () => RouteTable.create(order.map(toRoute)),
        (thrown) => {
          assert.ok(thrown instanceof Fault)
          assert.equal(thrown.code, 'ROUTE_CONFLICT')
          assert.deepEqual(thrown.message.split('\n'), says)
          return true
        },
      )
    }
  })
}

test('lets one level hold a static part, [x], [...x] and folders below [x]', () => {
  const files = ['pages/api/a.js', 'pages/api/[x].js', 'pages/api/[...y].js', 'pages/api/[x]/y/[[...z]].js']
  assert.equal(RouteTable.create(files.map(toRoute)).routes.length, 4)
})

test('lists routes in the order in which they are tried', () => {
  const files = [
    'pages/api/index.js',
    'pages/api/B.js',
    'pages/api/a/index.js',
    'pages/api/a/b.js',
    'pages/api/a/[id].js',
    'pages/api/a/[...rest].js',
    'pages/api/z.js',
    'pages/api/[x]/index.js',
    'pages/api/[x]/y.js',
    'pages/api/[...all].js',
  ]
  const table = RouteTable.create(files.toReversed().map(toRoute))
  assert.deepEqual(
    table.routes.map((route) => route.name),
    files,
  )
})

test('refuses a value that does not decode with 400, but only where a dynamic route matches', () => {
  const table = RouteTable.create(['pages/api/[id].js', 'pages/api/s/leaf.js', 'pages/api/c/[...r].js'].map(toRoute))
  for (const path of ['/api/%', '/api/%E0%A4%A', '/api/%FF', '/api/c/a/%E0']) {
    assert.throws(() => table.match(path), { name: 'Fault', code: 'TARGET_INVALID', status: 400 }, path)
  }
  for (const path of ['/api/s/%', '/other/%', '/%']) assert.equal(table.match(path), undefined, path)
})

test('passes on any parameter name, also those that objects inherit', () => {
  const table = RouteTable.create([toRoute('pages/api/[__proto__]/[constructor].js')])
  const params = table.match('/api/a/b')?.params ?? {}
  assert.deepEqual(Object.entries(params), [
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ])
  const plain = RouteTable.create([toRoute('pages/api/[id].js')]).match('/api/1')?.params ?? {}
  assert.equal('toString' in plain, false)
  assert.equal(plain['constructor'], undefined)
  assert.equal(plain['__proto__'], undefined)
})

test('matches static and dynamic routes apart', () => {
  const table = RouteTable.create(['pages/api/a.js', 'pages/api/[id].js'].map(toRoute))
  assert.equal(table.matchStatic('/api/a')?.route.name, 'pages/api/a.js')
  assert.equal(table.matchStatic('/api/a/')?.route.name, 'pages/api/a.js')
  assert.equal(table.matchStatic('/api/b'), undefined)
  assert.equal(table.matchDynamic('/api/a')?.route.name, 'pages/api/[id].js')
})

test('one request cannot change what another one of the same static route sees', () => {
  const table = RouteTable.create([toRoute('pages/api/a.js')])
  const params = table.match('/api/a')?.params
  assert.ok(params !== undefined && Object.isFrozen(params))
})

test('an empty table answers nothing', () => {
  const table = RouteTable.create([])
  for (const path of ['/', '/api', '/api/x']) assert.equal(table.match(path), undefined)
})
