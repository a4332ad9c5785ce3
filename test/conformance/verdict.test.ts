import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from './outcome.ts'
import { loadRequests as loadPagesRequests } from './pages-api/requests.ts'
import { loadRequests as loadRouteRequests } from './route-handlers/requests.ts'
import { judge, type Known, loadBaseline, loadDivergences, renew, summarise } from './verdict.ts'

const outcome = (id: string, answered: string, differs: boolean): Outcome => ({
  id,
  request: `GET /${id}`,
  why: '',
  answered,
  differences: differs ? [{ at: 'status', expected: '200', got: answered }] : [],
})
const known: Known = { differ: ['old'], onPurpose: { argued: '404' } }
const divergences = { argued: 'JSON instead of a page', fresh: 'safer' }

const rows = [
  { title: 'calls an equal answer the same', given: outcome('new', '200', false), judgement: 'same', worse: false },
  { title: 'calls a new difference worse', given: outcome('new', '500', true), judgement: 'differs', worse: true },
  {
    title: 'bears a difference that was there before',
    given: outcome('old', '500', true),
    judgement: 'differs',
    worse: false,
  },
  {
    title: 'takes an argued difference as on purpose',
    given: outcome('argued', '404', true),
    judgement: 'on purpose',
    worse: false,
  },
  {
    title: 'calls an argued difference worse when its status changes',
    given: outcome('argued', '500', true),
    judgement: 'on purpose',
    worse: true,
  },
  {
    title: 'takes a newly argued difference as on purpose',
    given: outcome('fresh', '413', true),
    judgement: 'on purpose',
    worse: false,
  },
  {
    title: 'does not argue with a name every object has',
    given: outcome('constructor', '500', true),
    judgement: 'differs',
    worse: true,
  },
]

for (const { title, given, judgement, worse } of rows) {
  test(title, () => {
    const verdict = judge(given, divergences, known)
    assert.deepEqual([verdict.judgement, verdict.worse !== undefined], [judgement, worse])
  })
}

test('renews what was replayed and keeps the rest', () => {
  const verdicts = [outcome('b', '500', true), outcome('old', '200', false), outcome('fresh', '413', true)].map((one) =>
    judge(one, divergences, known),
  )
  assert.deepEqual(renew({ ...known, differ: ['old', 'elsewhere'] }, verdicts), {
    differ: ['b', 'elsewhere'],
    onPurpose: { argued: '404', fresh: '413' },
  })
  assert.equal(summarise(verdicts), '1 same, 1 on purpose, 1 differ of 3')
})

test('every known difference is a case, and no difference is both argued and bemoaned', () => {
  const { cases, raw } = loadPagesRequests()
  const ids = {
    'pages-api': new Set([...cases, ...raw].map(({ id }) => id)),
    'route-handlers': new Set(loadRouteRequests().map(({ id }) => id)),
  }
  const divergences = loadDivergences()
  const baseline = loadBaseline()
  for (const corpus of ['pages-api', 'route-handlers'] as const) {
    const { differ, onPurpose } = baseline[corpus]
    const strangers = [...differ, ...Object.keys(onPurpose)].filter((id) => !ids[corpus].has(id))
    assert.deepEqual(strangers, [], `in baseline.json, ${corpus}`)
    const both = differ.filter((id) => Object.hasOwn(divergences, id))
    assert.deepEqual(both, [], `both argued and bemoaned, ${corpus}`)
  }
})
