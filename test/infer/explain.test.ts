import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summarise, toExplanation, toSummaryLine } from '../../src/infer/explain.ts'
import type { ProjectFacts } from '../../src/schema/facts.ts'

const at = 'pages/api/users.ts:9'

const FACTS: ProjectFacts = {
  compiler: 'typescript 7.0.2',
  components: { User: { type: 'object' } },
  securitySchemes: {},
  routes: [
    {
      name: 'pages/api/users.ts',
      path: '/api/users',
      anyMethod: false,
      notes: ['the response is handed to proxy.web, which is not followed'],
      operations: [
        {
          method: 'POST',
          summary: 'Create a user',
          parameters: [
            { in: 'query', name: 'dry', required: false, schema: { type: 'string' }, known: { from: 'use', at } },
          ],
          body: {
            required: true,
            media: [
              {
                contentType: 'application/json',
                schema: { $ref: '#/components/schemas/User' },
                known: { from: 'zod', at },
              },
            ],
          },
          responses: [
            {
              status: 201,
              headers: { location: { schema: { type: 'string' }, known: { from: 'literal', at } } },
              media: [
                {
                  contentType: 'application/json',
                  schema: { type: 'object', properties: { id: {}, name: {} }, required: ['id'] },
                  known: { from: 'type', at },
                },
              ],
              known: { from: 'literal', at },
            },
            {
              status: 400,
              headers: {},
              media: [{ contentType: 'application/json', schema: {}, known: { from: 'guess' } }],
              known: { from: 'literal', at },
            },
          ],
          notes: [],
          known: { from: 'literal', at },
        },
      ],
    },
  ],
}

test('counts what is typed and what is not understood', () => {
  assert.deepEqual(summarise(FACTS), {
    operations: 1,
    bodies: 1,
    typedBodies: 1,
    responses: 2,
    typedResponses: 1,
    notes: 1,
  })
  assert.equal(toSummaryLine(FACTS), '1 operation, 100% bodies typed, 50% responses typed, 1 note')
})

test('says of each fact how it is known', () => {
  assert.equal(
    toExplanation(FACTS),
    `/api/users  (pages/api/users.ts)
  POST  Create a user  [literal ${at}]
    query dry?  string  [use ${at}]
    body  application/json User  [zod ${at}]
    201  application/json { id, name? }  [type ${at}]
      header location  [literal ${at}]
    400  application/json anything  [guess]
  not understood: the response is handed to proxy.web, which is not followed

Read with typescript 7.0.2: 1 operation, 100% bodies typed, 50% responses typed, 1 note
`,
  )
})
