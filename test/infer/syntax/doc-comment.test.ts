import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDocComment } from '../../../src/infer/syntax/doc-comment.ts'
import { toDocSchema } from '../../../src/infer/shape/doc-schema.ts'

test('a doc comment is its text and its tags', () => {
  const comment =
    '/**\n * Finds users.\n *\n * In order of name.\n * @deprecated use\n *   the new one\n * @tag users\n */'
  assert.deepEqual(parseDocComment(comment), {
    text: 'Finds users.\n\nIn order of name.',
    tags: [
      { name: 'deprecated', text: 'use\n  the new one' },
      { name: 'tag', text: 'users' },
    ],
  })
})

test('tags on one line are told apart, an address is no tag', () => {
  const { text, tags } = parseDocComment('/** Mail to a@b.test. @minimum 0 @maximum 150 @example {"a":1} */')
  assert.equal(text, 'Mail to a@b.test.')
  assert.deepEqual(toDocSchema({ text: '', tags }), { minimum: 0, maximum: 150, examples: [{ a: 1 }] })
})
