import { createServer } from 'node:http'
import { listenBeside, type Beside } from './beside.ts'
import type { Life } from './life.ts'
import { countStrays } from './strays.ts'
import { escapeLabel } from './tally.ts'

/** What there is to tell about modules. */
export interface ModuleCounts {
  readonly routes: number
  readonly loaded: number
  /** Routes whose module threw when it was last loaded. */
  readonly failed: number
}

export interface MetricsParts {
  readonly port: number
  readonly host: string | undefined
  readonly life: Life
  readonly modules: () => ModuleCounts
  readonly version: string
}

type Values = readonly (readonly [labels: string, value: number])[]

function toText(name: string, help: string, values: Values): string {
  const type = name.endsWith('_total') ? 'counter' : 'gauge'
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${values.map(([labels, value]) => `${name}${labels} ${value}\n`).join('')}`
}

const label =
  (name: string) =>
  ([key, value]: readonly [string, number]): readonly [string, number] => [`{${name}="${key}"}`, value]

function toDriftLabels([key, value]: readonly [string, number]): readonly [string, number] {
  const [, method, status, route = ''] = /^(\S+) (\S+) (.*)$/s.exec(key) ?? []
  const labels = `http_route="${escapeLabel(route)}",http_request_method="${method}",http_response_status_code="${status}"`
  return [`{${labels}}`, value]
}

/** The server's own counts, in the text format of Prometheus. */
function describeServer({ life, modules, version }: MetricsParts): string {
  const { counts, phase } = life
  const { routes, loaded, failed } = modules()
  return [
    toText('rehost_info', 'Version of rehost.', [[`{version="${version}"}`, 1]]),
    toText('rehost_connections', 'Connections open now.', [['', counts.connections]]),
    toText(
      'rehost_connections_dropped_total',
      'Connections closed before their client wanted, by reason.',
      Object.entries(counts.dropped).map(label('reason')),
    ),
    toText(
      'rehost_client_errors_total',
      'Requests refused before the app saw them, by status.',
      Object.entries(counts.clientErrors).map(label('status')),
    ),
    toText('rehost_requests_shed_total', 'Requests refused because the event loop was late.', [['', counts.shed]]),
    toText('rehost_requests_limited_total', 'Requests refused by a rate limit.', [['', counts.rateLimited]]),
    toText('rehost_answers_late_total', 'Requests whose answer was not there in time.', [['', counts.timedOut]]),
    toText(
      'rehost_answers_drifted_total',
      'Sampled answers that break their contract, by route, method and status.',
      [...counts.drifts].map(toDriftLabels),
    ),
    toText(
      'rehost_uncaught_errors_total',
      'Errors outside of any request, by kind.',
      Object.entries(countStrays()).map(label('kind')),
    ),
    toText('rehost_modules', 'Route modules by state.', [
      ['{state="loaded"}', loaded],
      ['{state="failed"}', failed],
      ['{state="waiting"}', routes - loaded - failed],
    ]),
    toText('rehost_draining', '1 after SIGTERM.', [['', Number(phase === 'draining')]]),
    toText('rehost_faulty', '1 while errors outside of any request are too many.', [['', Number(life.isFaulty)]]),
    toText('rehost_overloaded', '1 while requests are refused.', [['', Number(life.retryAfterS > 0)]]),
  ].join('')
}

/**
 * Serves `/metrics` on a port of its own: requests by route, the server's own counts, and what prom-client tells of
 * every Node.js process.
 *
 * @throws {Fault} PORT_IN_USE.
 */
export async function openMetrics(parts: MetricsParts): Promise<Beside> {
  const { collectDefaultMetrics, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const collect = async (): Promise<string> =>
    `${parts.life.tally?.toText() ?? ''}${describeServer(parts)}${await registry.metrics()}`
  const server = createServer((req, res) => {
    if (req.url?.split('?')[0] !== '/metrics') {
      res.writeHead(404).end()
      return
    }
    collect().then(
      (text) => res.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(text),
      () => res.writeHead(500).end(),
    )
  })
  return listenBeside(server, parts)
}
