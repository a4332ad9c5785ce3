import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding, Proof, Scale } from './proof.ts'
import type { Target } from './target.ts'

interface SlowClients {
  readonly held: () => number
  readonly timedOut: () => number
  close(): void
}

/** Opens `count` connections that send `head` at once and one more byte of `drip` every five seconds. */
async function openSlow(target: Target, count: number, head: string, drip: string): Promise<SlowClients> {
  const open = new Set<Socket>()
  let timedOut = 0
  for (let index = 0; index < count; index++) {
    const socket = connect(target.port, '127.0.0.1', () => void socket.write(head))
    open.add(socket)
    const timer = setInterval(() => socket.writable && socket.write(drip), 5000)
    socket.on('data', (data) => {
      if (data.toString('latin1').startsWith('HTTP/1.1 408')) timedOut++
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      open.delete(socket)
      clearInterval(timer)
    })
    if (index % 100 === 99) await sleep(20)
  }
  const close = (): void => open.forEach((socket) => void socket.destroy())
  return { held: () => open.size, timedOut: () => timedOut, close }
}

interface Watch {
  readonly count: number
  readonly head: string
  readonly drip: string
  /** Seconds by which no connection may be held any more. */
  readonly limit: number
}

async function watch(target: Target, { count, head, drip, limit }: Watch): Promise<Finding> {
  const clients = await openSlow(target, count, head, drip)
  const seen: string[] = []
  let slowest = 0
  let second = 0
  while (second < limit && clients.held() > 0) {
    second++
    await sleep(1000)
    const start = performance.now()
    await target.isAlive()
    slowest = Math.max(slowest, performance.now() - start)
    if (second % 10 === 0) seen.push(`${clients.held()} at ${second} s`)
  }
  const left = clients.held()
  const answers = `${clients.timedOut()} × 408`
  clients.close()
  const found = `held: ${[...seen, `${left} at ${second} s`].join(', ')}; ${answers}, /livez within ${Math.round(slowest)} ms`
  return { found, reached: left === 0 && (await target.isAlive()) }
}

const toCount = (scale: Scale, full: number): number => (scale === 'full' ? full : full / 10)

export const SLOW_HEADERS: Proof = {
  name: 'slow-headers',
  what: '4,000 connections send their headers byte by byte (slowloris)',
  others: 'Node.js, Express and Fastify hold all 4,000 for 84 to 92 s; nginx for 52 to 84 s',
  goal: '0 held after 28 s',
  run: (target, scale) =>
    watch(target, {
      count: toCount(scale, 4000),
      head: 'GET /api/hello HTTP/1.1\r\nHost: a\r\nX-',
      drip: 'a',
      limit: 28,
    }),
}

const UPLOAD =
  'POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n{"a":"'

export const SLOW_UPLOAD: Proof = {
  name: 'slow-upload',
  what: '1,000 connections upload JSON at a byte in five seconds',
  others: 'Express, Fastify and Next.js hold all 1,000 for 300 s',
  goal: '0 held after 65 s, all answered 408',
  run: (target, scale) => watch(target, { count: toCount(scale, 1000), head: UPLOAD, drip: 'x', limit: 65 }),
}
