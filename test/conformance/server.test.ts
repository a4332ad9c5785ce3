import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { findPort, runToEnd, startServer } from './server.ts'

const run = (code: string): { command: string[]; cwd: string; env: Record<string, string> } => ({
  command: [process.execPath, '-e', code],
  cwd: tmpdir(),
  env: { GIVEN: 'yes' },
})

test('waits for the port, gives the environment and nothing else, and keeps what was written', async () => {
  const port = await findPort()
  const code = `console.log(Object.keys(process.env).sort().join())
    setTimeout(() => require('node:http').createServer((_, res) => res.end('up')).listen(${port}, '127.0.0.1'), 100)`
  const server = await startServer(port, run(code))
  try {
    const response = await fetch(`http://127.0.0.1:${port}`)
    assert.equal(await response.text(), 'up')
    assert.match(server.log(), /^GIVEN,HOME,PATH/)
  } finally {
    await server.stop()
  }
  await assert.rejects(fetch(`http://127.0.0.1:${port}`))
})

test('says what a server wrote that ended too early', async () => {
  const started = startServer(await findPort(), run(`console.error('no such folder'); process.exit(1)`))
  await assert.rejects(started, /ended before its port opened:\nno such folder/)
})

test('says what a command wrote that failed', async () => {
  await runToEnd(run(''))
  await assert.rejects(runToEnd(run(`console.log('broken'); process.exit(3)`)), /ended with 3:\nbroken/)
})
