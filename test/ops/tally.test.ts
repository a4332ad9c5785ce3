import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTally, type Sample } from '../../src/ops/tally.ts'

const SAMPLE: Sample = {
  method: 'GET',
  status: 200,
  route: '/api/users/[id]',
  https: false,
  version: '1.1',
  complete: true,
  seconds: 0.02,
  requestBytes: -1,
  responseBytes: -1,
}

function textOf(samples: readonly Partial<Sample>[]): string {
  const tally = createTally()
  for (const one of samples) {
    tally.begin(one.method ?? 'GET')
    tally.end({ ...SAMPLE, ...one })
  }
  return tally.toText()
}

/** The labels of the counts, and the counts. */
function countsOf(text: string): string[] {
  return text.split('\n').filter((line) => line.startsWith('http_server_request_duration_seconds_count'))
}

const LABELS = {
  'a route goes by its template': [
    [{}],
    'http_request_method="GET",http_response_status_code="200",url_scheme="http",network_protocol_version="1.1",http_route="/api/users/[id]"',
  ],
  'what matched nothing has no route': [
    [{ status: 404, route: undefined }],
    'http_request_method="GET",http_response_status_code="404",url_scheme="http",network_protocol_version="1.1"',
  ],
  'a method that HTTP does not define is _OTHER': [
    [{ method: 'BREW' }],
    'http_request_method="_OTHER",http_response_status_code="200",url_scheme="http",network_protocol_version="1.1",http_route="/api/users/[id]"',
  ],
  'an error of the server is named by its status': [
    [{ status: 500 }],
    'http_request_method="GET",http_response_status_code="500",url_scheme="http",network_protocol_version="1.1",http_route="/api/users/[id]",error_type="500"',
  ],
  'an answer that broke off is incomplete': [
    [{ complete: false }],
    'http_request_method="GET",http_response_status_code="200",url_scheme="http",network_protocol_version="1.1",http_route="/api/users/[id]",error_type="incomplete"',
  ],
  'scheme and version are told apart': [
    [{ https: true, version: '1.0' }],
    'http_request_method="GET",http_response_status_code="200",url_scheme="https",network_protocol_version="1.0",http_route="/api/users/[id]"',
  ],
  'quotes in a route are escaped': [
    [{ route: '/a"b\\c' }],
    'http_request_method="GET",http_response_status_code="200",url_scheme="http",network_protocol_version="1.1",http_route="/a\\"b\\\\c"',
  ],
} as const satisfies Record<string, readonly [readonly Partial<Sample>[], string]>

for (const [title, [samples, labels]] of Object.entries(LABELS)) {
  test(title, () => {
    assert.deepEqual(countsOf(textOf(samples)), [`http_server_request_duration_seconds_count{${labels}} 1`])
  })
}

test('requests that differ in one label are counted apart, equal ones together', () => {
  const variants: Partial<Sample>[] = [
    {},
    { method: 'POST' },
    { status: 201 },
    { route: '/b' },
    { https: true },
    { version: '1.0' },
    { complete: false },
  ]
  const counts = countsOf(textOf([...variants, ...variants]))
  assert.equal(counts.length, variants.length)
  assert.ok(counts.every((line) => line.endsWith(' 2')))
})

test('buckets hold what took no longer than their bound', () => {
  const text = textOf([{ seconds: 0.005 }, { seconds: 0.0051 }, { seconds: 11 }])
  const bucket = (le: string): string | undefined => new RegExp(`_bucket\\{[^}]*le="${le}"\\} (\\d+)`).exec(text)?.[1]
  assert.deepEqual(['0.005', '0.01', '10', '\\+Inf'].map(bucket), ['1', '2', '2', '3'])
  assert.match(text, /_sum\{[^}]*\} 11\.0101\n/)
})

test('requests that are not over are active', () => {
  const tally = createTally()
  tally.begin('GET')
  tally.begin('GET')
  tally.end(SAMPLE)
  assert.match(tally.toText(), /^http_server_active_requests\{http_request_method="GET"\} 1$/m)
})

test('sizes of bodies are told where they are known', () => {
  const text = textOf([{ requestBytes: 100, responseBytes: 0 }, { responseBytes: 20_000_000 }, {}])
  const value = (name: string): string | undefined =>
    new RegExp(`^http_server_${name}\\{[^}]*\\} (\\d+)$`, 'm').exec(text)?.[1]
  const names = ['request_body_size_bytes_count', 'request_body_size_bytes_sum', 'response_body_size_bytes_count']
  assert.deepEqual([...names, 'request_duration_seconds_count'].map(value), ['1', '100', '2', '3'])
  assert.match(text, /response_body_size_bytes_bucket\{[^}]*le="100"\} 1\n/)
  assert.match(text, /response_body_size_bytes_bucket\{[^}]*le="10000000"\} 1\n/)
})

test('a route that changes between statuses counts each', () => {
  const counts = countsOf(textOf([{}, { status: 404 }, {}, { status: 404 }, {}]))
  assert.deepEqual(
    counts.map((line) => line.at(-1)),
    ['3', '2'],
  )
})
