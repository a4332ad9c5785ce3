// What prom-client's histogram does per request costs microseconds; here it is a look-up or two and a few additions, and
// the text that Prometheus reads is written only when it asks.
import { createHistogram, observe, toHistogramLines, type Histogram } from './histogram.ts'

/** Upper bounds in seconds, as OpenTelemetry names them for HTTP servers. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
/** Upper bounds in bytes; OpenTelemetry names none. */
const BYTES = [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]
const OTHER = '_OTHER'
const METHODS = [OTHER, 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']
// Methods that HTTP does not define would make a label of whatever a client sends.
const METHOD_NUMBERS: ReadonlyMap<string, number> = new Map(METHODS.map((method, number) => [method, number]))
const NO_ROUTE = ''

/** A request that is over. */
export interface Sample {
  readonly method: string
  readonly status: number
  /** The route's template; undefined when nothing matched. */
  readonly route: string | undefined
  readonly https: boolean
  /** `1.1` */
  readonly version: string
  /** False when the connection ended before the answer did. */
  readonly complete: boolean
  readonly seconds: number
  /** Bytes of the bodies where a Content-Length said so; -1 where none did. */
  readonly requestBytes: number
  readonly responseBytes: number
}

/** Counts of requests by what they were. */
export interface RequestTally {
  begin(method: string): void
  end(sample: Sample): void
  /** The counts in the text format of Prometheus. */
  toText(): string
}

interface Series {
  readonly labels: string
  readonly seconds: Histogram
  requestBytes: Histogram | undefined
  responseBytes: Histogram | undefined
}

/** What happened on one route. Mostly it is the same again, so what was asked for last is at hand. */
interface RouteTally {
  readonly series: Map<number, Series>
  lastKey: number
  last: Series | undefined
}

function toNumber(method: string): number {
  return METHOD_NUMBERS.get(method) ?? 0
}

/** A value as it stands between the quotes of a label. */
export function escapeLabel(value: string): string {
  return value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))
}

function createSeries({ method, status, route, https, version, complete }: Sample): Series {
  const labels: Record<string, string> = {
    http_request_method: METHODS[toNumber(method)] ?? OTHER,
    http_response_status_code: String(status),
    url_scheme: https ? 'https' : 'http',
    network_protocol_version: version,
  }
  if (route !== undefined) labels['http_route'] = route
  if (!complete) labels['error_type'] = 'incomplete'
  else if (status >= 500) labels['error_type'] = String(status)
  const text = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  const seconds = createHistogram(SECONDS)
  return { labels: text.join(','), seconds, requestBytes: undefined, responseBytes: undefined }
}

// One number for everything but the route, so that nothing is joined into a string per request.
function toKey({ method, status, https, version, complete }: Sample): number {
  return status * 128 + toNumber(method) * 8 + (https ? 4 : 0) + (version === '1.0' ? 2 : 0) + (complete ? 1 : 0)
}

function find(route: RouteTally, sample: Sample): Series {
  const key = toKey(sample)
  if (route.last !== undefined && route.lastKey === key) return route.last
  const series = route.series.get(key) ?? createSeries(sample)
  route.series.set(key, series)
  route.lastKey = key
  route.last = series
  return series
}

function count(series: Series, { seconds, requestBytes, responseBytes }: Sample): void {
  observe(series.seconds, seconds)
  if (requestBytes >= 0) observe((series.requestBytes ??= createHistogram(BYTES)), requestBytes)
  if (responseBytes >= 0) observe((series.responseBytes ??= createHistogram(BYTES)), responseBytes)
}

type Kind = 'seconds' | 'requestBytes' | 'responseBytes'

const HISTOGRAMS: readonly (readonly [Kind, name: string, help: string])[] = [
  ['seconds', 'http_server_request_duration_seconds', 'Duration of HTTP server requests.'],
  ['requestBytes', 'http_server_request_body_size_bytes', 'Size of HTTP server request bodies.'],
  ['responseBytes', 'http_server_response_body_size_bytes', 'Size of HTTP server response bodies.'],
]

function toText(all: readonly Series[], [kind, name, help]: (typeof HISTOGRAMS)[number]): string[] {
  const lines = all.flatMap((series) => {
    const histogram = series[kind]
    return histogram ? toHistogramLines(histogram, name, series.labels) : []
  })
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines]
}

/** An empty tally. */
export function createTally(): RequestTally {
  const routes = new Map<string, RouteTally>()
  const active = METHODS.map(() => 0)
  return {
    begin: (method) => {
      const number = toNumber(method)
      active[number] = (active[number] ?? 0) + 1
    },
    end: (sample) => {
      const number = toNumber(sample.method)
      active[number] = (active[number] ?? 0) - 1
      const name = sample.route ?? NO_ROUTE
      let route = routes.get(name)
      if (route === undefined) {
        route = { series: new Map(), lastKey: 0, last: undefined }
        routes.set(name, route)
      }
      count(find(route, sample), sample)
    },
    toText: () => {
      const all = [...routes.values()].flatMap(({ series }) => [...series.values()])
      const known = METHODS.map((method, number) => ({ method, count: active[number] ?? 0 }))
      return [
        ...HISTOGRAMS.flatMap((histogram) => toText(all, histogram)),
        '# HELP http_server_active_requests Number of active HTTP server requests.',
        '# TYPE http_server_active_requests gauge',
        ...known.map(({ method, count }) => `http_server_active_requests{http_request_method="${method}"} ${count}`),
        '',
      ].join('\n')
    },
  }
}
