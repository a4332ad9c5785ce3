import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Finding, Proof } from './proof.ts'

const ROWS = fileURLToPath(new URL('../../test/ops/protocol.test.ts', import.meta.url))

function runTests(node: string): Promise<string> {
  return new Promise((resolve) => {
    // Within a test's process Node.js would report to that one.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const args = ['--import', import.meta.resolve('tsx'), '--test', '--test-reporter=tap', ROWS]
    const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.once('close', () => resolve(text))
  })
}

/** Runs the rows of the test; they are one level below the groups. */
async function run(): Promise<Finding> {
  const lines = (await runTests(process.env['PROVE_NODE'] ?? process.execPath)).split('\n')
  const passed = lines.filter((line) => /^ {4}ok /.test(line)).length
  const failed = lines.filter((line) => /^ {4}not ok /.test(line)).length
  const share = ((100 * passed) / (passed + failed)).toFixed(1)
  return {
    found: `${passed} of ${passed + failed} messages answered as their row demands (${share} %)`,
    reached: passed > 0 && failed === 0,
  }
}

export const PROTOCOL: Proof = {
  name: 'protocol',
  what: 'messages over raw sockets, each with the sentence of the standard that it follows',
  others: 'of the 125 scored tests of Http11Probe (February 2026) Express passes 92, node:http 93, the best server 112',
  goal: 'every row',
  run,
}
