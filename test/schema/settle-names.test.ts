import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settleNames } from '../../src/schema/settle-names.ts'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

test('keeps one name when requests and responses see the same', () => {
  const settled = settleNames({
    input: { Book: { items: ref('Author|input') }, Author: { type: 'string' } },
    output: { Book: { items: ref('Author|output') }, Author: { type: 'string' }, Only: {} },
  })
  assert.deepEqual(settled.components, { Book: { items: ref('Author') }, Author: { type: 'string' }, Only: {} })
  assert.equal(settled.rename('Book|input'), 'Book')
})

test('tells a schema that differs, and all that refer to it, apart by direction', () => {
  const settled = settleNames({
    input: { Shelf: ref('Book|input'), Book: { items: ref('Author|input') }, Author: { type: 'string' }, Same: {} },
    output: { Shelf: ref('Book|output'), Book: { items: ref('Author|output') }, Author: { type: 'number' }, Same: {} },
  })
  assert.deepEqual(Object.keys(settled.components).sort(), [
    'AuthorInput',
    'AuthorOutput',
    'BookInput',
    'BookOutput',
    'Same',
    'ShelfInput',
    'ShelfOutput',
  ])
  assert.deepEqual(settled.components['ShelfOutput'], ref('BookOutput'))
})
