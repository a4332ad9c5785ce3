import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding, Proof, Scale } from './proof.ts'
import { countFiles } from './target.ts'
import type { Target } from './target.ts'

const HEAD = 'POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n'
const PART = `{"a":"${'x'.repeat(20_000)}`

function abortOne(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(HEAD + PART)
      setTimeout(() => {
        socket.resetAndDestroy()
        resolve()
      }, 3)
    })
    socket.on('error', () => resolve())
  })
}

async function run(target: Target, scale: Scale): Promise<Finding> {
  const count = scale === 'full' ? 10_000 : 1_000
  const before = countFiles(target.pid)
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) await abortOne(target.port)
  }
  await Promise.all(Array.from({ length: 50 }, worker))
  await sleep(1000)
  const files = countFiles(target.pid)
  const alive = await target.isAlive()
  const bytes = Buffer.byteLength(target.stderr())
  const found = `${count} sent, alive ${alive}, ${before} then ${files} open files, ${bytes} bytes on stderr, ${target.stackLines()} lines of stack`
  return { found, reached: alive && bytes === 0 && target.stackLines() === 0 && files <= before + 5 }
}

export const ABORTED: Proof = {
  name: 'aborted',
  what: '10,000 uploads are reset half way',
  others: 'Express 5 writes 6.4 MB of stack traces; Fastify 0',
  goal: 'alive, no file left open, 0 bytes on stderr, no stack trace',
  run,
}
