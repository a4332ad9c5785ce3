import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTraceparent } from '../../src/ops/trace-context.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

const READ = [
  { header: `00-${TRACE}-${SPAN}-01`, sampled: true },
  { header: `00-${TRACE}-${SPAN}-00`, sampled: false },
  { header: `00-${TRACE}-${SPAN}-ff`, sampled: true },
  { header: `01-${TRACE}-${SPAN}-01`, sampled: true },
  { header: `cc-${TRACE}-${SPAN}-01-what-the-future-will-be`, sampled: true },
]

for (const { header, sampled } of READ) {
  test(`reads ${header}`, () => {
    assert.deepEqual(parseTraceparent(header), { traceId: TRACE, spanId: SPAN, sampled })
  })
}

// The cases of the W3C's own test suite, by what is wrong with them.
const REFUSED = {
  'nothing was sent': undefined,
  'it was sent twice': [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`],
  'it is empty': '',
  'the trace is zero': `00-${'0'.repeat(32)}-${SPAN}-01`,
  'the span is zero': `00-${TRACE}-${'0'.repeat(16)}-01`,
  'the version is ff': `ff-${TRACE}-${SPAN}-01`,
  'the version is no number': `.0-${TRACE}-${SPAN}-01`,
  'the trace is in capitals': `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  'the trace is too short': `00-${TRACE.slice(1)}-${SPAN}-01`,
  'the trace is too long': `00-${TRACE}0-${SPAN}-01`,
  'the span is too short': `00-${TRACE}-${SPAN.slice(1)}-01`,
  'the flags are too long': `00-${TRACE}-${SPAN}-001`,
  'the flags are no number': `00-${TRACE}-${SPAN}-.0`,
  'version 00 has more than it knows': `00-${TRACE}-${SPAN}-01-more`,
  'a later version runs on': `cc-${TRACE}-${SPAN}-01.more`,
  'there are spaces around it': ` 00-${TRACE}-${SPAN}-01`,
}

for (const [what, header] of Object.entries(REFUSED)) {
  test(`counts as not sent when ${what}`, () => assert.equal(parseTraceparent(header), undefined))
}
