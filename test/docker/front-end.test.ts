import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findPort } from '../../bench/load/server.ts'
import { docker, hasDocker, untilAnswered } from './compose.ts'

const FILE = 'examples/next-front-end/docker-compose.yml'

function reasonToSkip(): string | false {
  if (process.env['IMAGE_TEST'] !== '1') return 'the image test is run by .ci/run, or with IMAGE_TEST=1'
  return hasDocker() ? false : 'no Docker engine answers here'
}

describe('examples/next-front-end, brought up by docker compose', { skip: reasonToSkip() }, () => {
  const compose = ['compose', '-p', `rehost-front-end-${process.pid}`, '-f', FILE]
  let ports: Record<string, string> = {}

  before(async () => {
    ports = { PORT: String(await findPort()), API_PORT: String(await findPort()) }
    await docker([...compose, 'up', '-d', '--build', '--quiet-pull'], ports)
    await untilAnswered(`http://127.0.0.1:${ports['PORT']}/`)
  })
  after(() => docker([...compose, 'down', '-v', '--rmi', 'local', '--timeout', '1'], ports))

  it('shows the page of Next.js, and answers below /api by rehost', async () => {
    const site = `http://127.0.0.1:${ports['PORT']}`
    assert.match(await (await fetch(site)).text(), /<html/)
    const { servedBy, quotes } = await (await fetch(`${site}/api/quotes`)).json()
    assert.deepEqual([servedBy, quotes.length], ['rehost', 2])
  })

  it('has the documentation of the API at the port of its own', async () => {
    const response = await fetch(`http://127.0.0.1:${ports['API_PORT']}/docs/`)
    assert.equal(response.status, 200)
    assert.match(await response.text(), /swagger-ui/)
  })
})
