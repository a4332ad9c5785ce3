/** One kind of request. The path stands below the door, `/api` or `/web`. */
export interface Workload {
  /** Short name, for `--workloads`. */
  readonly name: string
  readonly label: string
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The status every contestant must answer with. */
  readonly status: number
  /** `etag`: sent with the ETag of a first answer; contestants that make none are left out. */
  readonly needs?: 'etag'
  /** Contestants that cannot do this at all. */
  readonly without?: readonly string[]
}

const JSON_BODY = { 'Content-Type': 'application/json' }

function toRows(count: number): string {
  const rows = Array.from({ length: count }, (_, id) => ({ id, name: `Customer ${id}`, note: 'x'.repeat(60) }))
  return JSON.stringify({ rows })
}

const ORDER = JSON.stringify({
  customer: 'Ada Lovelace',
  email: 'ada@example.com',
  lines: Array.from({ length: 10 }, (_, index) => ({ sku: `SKU-${index}`, quantity: index + 1, price: 9.5 })),
})

const WEB = ['rehost-web', 'next-web']

/** What is asked, from the smallest answer to the largest body. */
export const WORKLOADS: readonly Workload[] = [
  { name: 'hello', label: 'GET hello JSON', method: 'GET', path: '/hello', status: 200 },
  { name: 'param', label: 'GET dynamic parameter', method: 'GET', path: '/users/123', status: 200 },
  {
    name: 'query',
    label: 'GET query and cookies',
    method: 'GET',
    path: '/search?q=blue%20shoes&page=2',
    headers: { Cookie: 'session=8f14e45fceea167a; theme=dark; consent=1' },
    status: 200,
  },
  { name: 'post-1k', label: 'POST JSON 1 KB', method: 'POST', path: '/echo', body: toRows(10), status: 200 },
  { name: 'post-100k', label: 'POST JSON 100 KB', method: 'POST', path: '/echo', body: toRows(970), status: 200 },
  { name: 'list', label: 'GET 10 KB JSON', method: 'GET', path: '/list', status: 200 },
  { name: '405', label: '405', method: 'DELETE', path: '/methods', status: 405, without: WEB },
  { name: '404', label: '404', method: 'GET', path: '/missing', status: 404, without: WEB },
  { name: '304', label: '304 by ETag', method: 'GET', path: '/hello', status: 304, needs: 'etag' },
  { name: 'sse', label: 'GET 20 server-sent events', method: 'GET', path: '/stream', status: 200 },
  {
    name: 'contract',
    label: 'POST checked against a contract',
    method: 'POST',
    path: '/orders',
    body: ORDER,
    status: 201,
    // Next.js has no contracts: its handler answers unchecked.
    without: [...WEB, 'next'],
  },
]

/** The request headers of a workload, with those that its body needs. */
export function toHeaders(workload: Workload): Record<string, string> {
  return { ...workload.headers, ...(workload.body === undefined ? {} : JSON_BODY) }
}

/** Those of `WORKLOADS` that `--workloads` names, or all of them. An unknown name throws. */
export function chooseWorkloads(names: readonly string[]): readonly Workload[] {
  if (names.length === 0) return WORKLOADS
  return names.map((name) => {
    const found = WORKLOADS.find((workload) => workload.name === name)
    if (found === undefined) throw new Error(`no workload is called ${name}`)
    return found
  })
}
