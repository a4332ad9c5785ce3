import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { readRss } from '../load/server.ts'
import type { Finding, Proof } from './proof.ts'
import { countConnections } from './target.ts'
import type { Target } from './target.ts'

const WATCH_SECONDS = 20
const MEBIBYTE = 2 ** 20
const REQUEST = 'GET /api/big HTTP/1.1\r\nHost: a\r\n\r\n'

/** Clients that ask for 200 kB many times over and never read; returns memory and connections after `WATCH_SECONDS`. */
async function hang(
  target: Target,
  clients: number,
  requests: number,
): Promise<{ peak: number; base: number; held: number }> {
  const base = readRss(target.pid)
  const sockets = Array.from({ length: clients }, () => {
    const socket = connect(target.port, '127.0.0.1')
    socket.pause()
    socket.on('error', () => {})
    socket.on('connect', () => void socket.write(REQUEST.repeat(requests)))
    return socket
  })
  let peak = base
  for (let tick = 0; tick < WATCH_SECONDS * 4; tick++) {
    await sleep(250)
    peak = Math.max(peak, readRss(target.pid))
  }
  const held = countConnections(target.port)
  for (const socket of sockets) socket.destroy()
  return { peak, base, held }
}

const toMiB = (bytes: number): number => Math.round(bytes / MEBIBYTE)

async function judge(target: Target, clients: number, requests: number, limit: number): Promise<Finding> {
  const { peak, base, held } = await hang(target, clients, requests)
  return {
    found: `peak ${toMiB(peak)} MiB (${toMiB(base)} before), ${held} of ${clients} connections held, alive ${await target.isAlive()}`,
    reached: toMiB(peak) <= limit && (await target.isAlive()),
  }
}

export const FEW_GREEDY: Proof = {
  name: 'pipelining-few',
  what: '5 clients pipeline 63 kB of requests for 200 kB each and never read',
  others: 'Express 5 1,830 MB, Fastify 5 1,806 MB, until the client leaves',
  goal: 'peak of 390 MiB at most',
  run: (target) => judge(target, 5, Math.floor(63_000 / REQUEST.length), 390),
}

export const MANY_GREEDY: Proof = {
  name: 'pipelining-many',
  what: '200 clients pipeline 50 such requests and never read',
  others: 'Express 5 1,320 MB, Fastify 5 1,300 MB',
  goal: 'peak of 374 MiB at most',
  run: (target) => judge(target, 200, 50, 374),
}
