import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { readRss } from '../load/server.ts'
import { createRandom, mutate } from './mutate.ts'
import type { Random } from './mutate.ts'
import type { Finding, Proof, Scale } from './proof.ts'
import { countFiles } from './target.ts'
import type { Target } from './target.ts'

const SEED = 20_260_101
/** Milliseconds after which a request that the server still waits for is given up. */
const PATIENCE_MS = 150

interface Tally {
  readonly counts: Map<string, number>
  /** The first few requests that were answered 5xx. */
  readonly broken: string[]
}

function note(tally: Tally, request: Buffer, answer: string, ending: string): void {
  // 505 refuses what is no HTTP/1.1 and 501 what nobody implements (RFC 9110 §15.6): answers, not faults.
  const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d\d\d)/g)].map(([, status = '']) =>
    status === '501' || status === '505' ? status : `${status[0]}xx`,
  )
  for (const key of statuses.length > 0 ? statuses : [ending]) tally.counts.set(key, (tally.counts.get(key) ?? 0) + 1)
  if (statuses.includes('5xx') && tally.broken.length < 3) {
    tally.broken.push(`${JSON.stringify(request.toString('latin1')).slice(0, 200)} → ${answer.slice(0, 40)}`)
  }
}

/** Sends one request on a connection of its own and waits for an answer, an end or the patience to run out. */
function sendOne(port: number, random: Random, tally: Tally): Promise<void> {
  const request = mutate(random)
  const half = random(10) < 3
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1')
    const finish = (ending: string): void => {
      if (socket.destroyed && ending === 'closed' && answer === '') ending = 'closed without an answer'
      clearTimeout(timer)
      socket.removeAllListeners('close')
      socket.destroy()
      note(tally, request, answer, ending)
      resolve()
    }
    const timer = setTimeout(finish, PATIENCE_MS, 'incomplete')
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.once('close', () => finish('closed'))
    socket.once('connect', () => {
      socket.write(request)
      if (half) socket.end()
    })
  })
}

async function run(target: Target, scale: Scale): Promise<Finding> {
  const count = scale === 'full' ? 10_000 : 1_000
  const random = createRandom(SEED)
  const tally: Tally = { counts: new Map(), broken: [] }
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) await sendOne(target.port, random, tally)
  }
  await Promise.all(Array.from({ length: 64 }, worker))
  await sleep(500)
  for (const line of tally.broken) console.log(`  ${line}`)
  const alive = await target.isAlive()
  const bytes = Buffer.byteLength(target.stderr())
  const classes = [...tally.counts].sort().map(([key, number]) => `${number} ${key}`)
  const rss = Math.round(readRss(target.pid) / 2 ** 20)
  const found = `${classes.join(', ')}; alive ${alive}, ${rss} MiB, ${countFiles(target.pid)} open files, ${bytes} bytes on stderr, ${target.stackLines()} lines of stack`
  return { found, reached: alive && bytes === 0 && target.stackLines() === 0 && !tally.counts.has('5xx') }
}

export const FUZZ: Proof = {
  name: 'fuzz',
  what: `10,000 malformed requests (seed ${SEED})`,
  others: 'Express, Fastify and Next.js live; Express writes 270 kB of stack traces',
  goal: 'alive, no 5xx but 501 and 505, 0 bytes on stderr, no stack trace',
  run,
}
