import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const DEPLOY = path.resolve(import.meta.dirname, '../../deploy')
const read = (file: string): string => readFileSync(path.join(DEPLOY, file), 'utf8')
/** The directives of a configuration, without its comments. */
const directives = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

const HTTP = ['haproxy/haproxy.cfg', 'haproxy/compose.cfg']

for (const file of HTTP) {
  test(`${file} asks another server when one stands still, and repeats no POST`, () => {
    const lines = directives(read(file))
    assert.ok(lines.includes('retry-on conn-failure empty-response response-timeout'))
    assert.ok(lines.includes('option redispatch 1'))
    assert.ok(lines.includes('http-request disable-l7-retry if { method POST PATCH }'))
    const limit = lines.find((line) => line.startsWith('http-request set-timeout server 5s if { method GET'))
    assert.match(limit ?? '', /!\{ req\.hdr\(accept\) -m sub text\/event-stream \}/)
  })
}

test('the two HTTP balancers differ in the name of their servers alone', () => {
  const [swarm = '', compose = ''] = HTTP.map((file) => directives(read(file)).join('\n'))
  assert.equal(compose, swarm.replace('tasks.api', 'api'))
})

test('nginx gives a server that stands still ten seconds, and repeats only what may be repeated', () => {
  const text = read('nginx/nginx.conf')
  assert.match(text, /^\s*proxy_read_timeout 10s;$/m)
  const [, reasons = ''] = /^\s*proxy_next_upstream (.*);$/m.exec(text) ?? []
  assert.deepEqual(reasons.split(' '), ['error', 'timeout', 'http_503'])
})

const WITHOUT_HAPROXY =
  spawnSync('haproxy', ['-v']).status === 0 ? undefined : 'haproxy is not installed (Debian: apt-get install haproxy)'

for (const file of [...HTTP, 'haproxy/tcp.cfg']) {
  test(`haproxy accepts ${file}`, { skip: WITHOUT_HAPROXY }, () => {
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', path.join(DEPLOY, file)], { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  })
}
