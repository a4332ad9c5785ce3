import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const read = (name: string): string => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8')

/** What the server publishes, and what Prometheus adds. */
const METRICS = new Set([
  'up',
  'http_server_request_duration_seconds_bucket',
  'http_server_request_duration_seconds_count',
  'http_server_request_body_size_bytes_bucket',
  'http_server_response_body_size_bytes_bucket',
  'http_server_active_requests',
  'nodejs_eventloop_lag_p50_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_gc_duration_seconds_sum',
  'nodejs_heap_size_used_bytes',
  'process_cpu_seconds_total',
  'process_open_fds',
  'process_resident_memory_bytes',
  'rehost_answers_drifted_total',
  'rehost_answers_late_total',
  'rehost_client_errors_total',
  'rehost_connections',
  'rehost_connections_dropped_total',
  'rehost_requests_limited_total',
  'rehost_requests_shed_total',
  'rehost_uncaught_errors_total',
])

/** The metrics an expression names. */
function toMetrics(expression: string): string[] {
  const bare = expression.replace(/"[^"]*"/g, '').replace(/\b(?:by|without)\s*\([^)]*\)/g, '')
  return bare.match(/\b(?:up|(?:http|nodejs|process|rehost)_[a-z0-9_]+)(?=[{[\s)]|$)/g) ?? []
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[]
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[]
}

const dashboard: Dashboard = JSON.parse(read('grafana/rehost.json'))
const rules: Rules = parse(read('prometheus/alerts.yml'))
const expressions = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ name: `panel ${title}`, expr }))),
  ...rules.groups.flatMap((group) => group.rules.map(({ alert, expr }) => ({ name: `alert ${alert}`, expr }))),
]

describe('the dashboard and the alerts', () => {
  for (const { name, expr } of expressions) {
    it(`${name} asks for metrics that exist`, () => {
      const metrics = toMetrics(expr)
      assert.ok(metrics.length > 0, expr)
      for (const metric of metrics) assert.ok(METRICS.has(metric), metric)
    })
  }

  it('are mounted from where they are', () => {
    const compose: { services: Record<string, { volumes?: string[] }> } = parse(read('compose/observe.yml'))
    const files = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes)
    for (const volume of files.filter((one) => one.startsWith('./'))) {
      const place = fileURLToPath(new URL(`../../${volume.split(':')[0]}`, import.meta.url))
      assert.ok(existsSync(place), place)
    }
  })
})
