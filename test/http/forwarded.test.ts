import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settleHeaders, type TrustProxy } from '../../src/http/forwarded.ts'
import { compileTrust } from '../../src/http/trust.ts'
import { answerOf, type Listener } from './wire.ts'

const echoHeaders =
  (trust: TrustProxy): Listener =>
  (req, res) => {
    settleHeaders(req, trust)
    res.end(JSON.stringify({ headers: req.headers, port: req.socket.localPort }))
  }

async function seen(trust: TrustProxy, headers: Record<string, string | string[]>) {
  const { body } = await answerOf(echoHeaders(trust), { headers })
  return JSON.parse(body.toString()) as { headers: Record<string, string>; port: number }
}

const CLAIMED = {
  'x-forwarded-for': '203.0.113.7, 10.0.0.1',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'shop.example',
  'x-forwarded-port': '443',
}

test('fills X-Forwarded-* in from the connection', async () => {
  const { headers, port } = await seen(undefined, { host: 'api.example:81' })
  assert.equal(headers['x-forwarded-host'], 'api.example:81')
  assert.equal(headers['x-forwarded-port'], String(port))
  assert.equal(headers['x-forwarded-proto'], 'http')
  assert.equal(headers['x-forwarded-for'], '127.0.0.1')
})

test('replaces what a client that is no trusted proxy claims', async () => {
  const { headers } = await seen(compileTrust(['10.0.0.0/8']), CLAIMED)
  assert.equal(headers['x-forwarded-for'], '127.0.0.1')
  assert.equal(headers['x-forwarded-proto'], 'http')
})

for (const proxies of [['127.0.0.1'], ['loopback'], ['10.0.0.0/8', '127.0.0.0/8']]) {
  test(`believes a proxy in ${proxies.join(', ')}`, async () => {
    const { headers } = await seen(compileTrust(proxies), CLAIMED)
    for (const [name, value] of Object.entries(CLAIMED)) assert.equal(headers[name], value)
  })
}

test('fills in what a trusted proxy leaves out', async () => {
  const { headers } = await seen(compileTrust(['loopback']), { 'x-forwarded-proto': 'https' })
  assert.equal(headers['x-forwarded-proto'], 'https')
  assert.equal(headers['x-forwarded-for'], '127.0.0.1')
})

for (const entry of ['not-an-address', '10.0.0.0/99', '']) {
  test(`refuses to trust ${JSON.stringify(entry)}`, () => {
    assert.throws(() => compileTrust(['loopback', entry]), { code: 'CONFIG_INVALID', message: /^'trustProxy': / })
  })
}

const INTERNAL = ['X-Middleware-Rewrite', 'x-middleware-next', 'x-matched-path', 'Next-Resume', 'x-nextjs-data']
for (const name of INTERNAL) {
  test(`${name} from a client never arrives`, async () => {
    const { headers } = await seen(undefined, { [name]: '1', 'x-middleware-subrequest': 'kept', rsc: '1' })
    assert.equal(headers[name.toLowerCase()], undefined)
    assert.equal(headers['x-middleware-subrequest'], 'kept')
    assert.equal(headers['rsc'], '1')
  })
}
