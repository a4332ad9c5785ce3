import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopCompiler, withCompiler } from '../../src/module/compiler.ts'

const countProcesses = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'ProcessWrap').length
// By build(), since transform() may do without a process.
const compile = (text: string): Promise<unknown> =>
  withCompiler(({ build }) => build({ stdin: { contents: text, loader: 'ts' }, write: false }))

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries++) await sleep(10)
  assert.ok(holds())
}

test('the process of the compiler ends when it is told to, and comes back when it is needed', async () => {
  const before = countProcesses()
  await compile('let a: number')
  await stopCompiler()
  await until(() => countProcesses() <= before)
  await compile('let a: number')
  await stopCompiler()
  await until(() => countProcesses() <= before)
})

test('the compiler is not taken away from who uses it', async () => {
  const slow = withCompiler(async ({ build }) => {
    const wait = { name: 'wait', setup: (inner: { onStart(done: () => Promise<void>): void }) => inner.onStart(() => sleep(50)) } // prettier-ignore
    return build({ stdin: { contents: 'a' }, write: false, plugins: [wait] })
  })
  await sleep(10)
  await stopCompiler()
  assert.equal((await slow).errors.length, 0)
  await stopCompiler()
})
