import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A load in which every request has exactly one recorded outcome, so that "none was lost" can be said. */
export interface ExactLoad {
  /** Where to send it. Meant for loopback and for test networks of your own. */
  readonly url: string
  readonly seconds: number
  /** Keep-alive clients, each with one request at a time. Default 40. */
  readonly clients?: number
  /** Requests per second over all clients. Default 800. */
  readonly rate?: number
  /** `POST` sends 2 kB of text. Default `GET`. */
  readonly method?: 'GET' | 'POST'
  /** Ends the load early: what is in flight is waited for, nothing new is sent. */
  readonly signal?: AbortSignal
  /** Stop a client when its connection is refused, because nobody listens any more. Default false: it is a failure. */
  readonly untilRefused?: boolean
}

export interface ExactResult {
  readonly sent: number
  readonly answered: number
  /** Sent, but not answered with 2xx or 3xx in full. */
  readonly failed: number
  /** Connections refused before anything was sent; only with `untilRefused`. */
  readonly refused: number
  /** Count by status, or by error code with `(new)` or `(reused)` connection. */
  readonly outcomes: Readonly<Record<string, number>>
  /** The first few failures, as `seconds since start: outcome`. */
  readonly first: readonly string[]
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const ANSWER_MS = 10_000
const POST_BODY = 'x'.repeat(2000)

/** Sends one request; resolves with its one outcome. */
function sendOne(load: ExactLoad, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const body = load.method === 'POST' ? POST_BODY : undefined
    const headers = body === undefined ? {} : { 'content-type': 'text/plain', 'content-length': body.length }
    const req = request(load.url, { agent, method: load.method ?? 'GET', headers }, (res) => {
      res.resume()
      res.once('end', () => resolve(res.complete ? String(res.statusCode) : 'truncated'))
      res.once('error', (error: NodeJS.ErrnoException) => resolve(`body ${error.code ?? error.message}`))
    })
    const timer = setTimeout(() => {
      resolve(`no answer in ${ANSWER_MS} ms`)
      req.destroy()
    }, ANSWER_MS)
    req.once('close', () => clearTimeout(timer))
    req.once('error', (error: NodeJS.ErrnoException) => {
      resolve(`${error.code ?? error.message} (${req.reusedSocket ? 'reused' : 'new'})`)
    })
    req.end(body)
  })
}

interface Account {
  readonly start: number
  readonly outcomes: Map<string, number>
  readonly latencies: number[]
  readonly first: string[]
}

function note(account: Account, outcome: string, ms: number): void {
  account.outcomes.set(outcome, (account.outcomes.get(outcome) ?? 0) + 1)
  account.latencies.push(ms)
  if (/^[23]\d\d$/.test(outcome) || account.first.length >= 5) return
  account.first.push(`${((performance.now() - account.start) / 1000).toFixed(1)}s: ${outcome}`)
}

/** One client: a request every `everyMs`, later when answers are late, never two at a time. */
async function runClient(load: ExactLoad, account: Account, everyMs: number, offsetMs: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const end = account.start + load.seconds * 1000
  let due = account.start + offsetMs
  while (performance.now() < end && load.signal?.aborted !== true) {
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    due = Math.max(due + everyMs, performance.now() - everyMs)
    if (load.signal?.aborted) break
    const start = performance.now()
    const outcome = await sendOne(load, agent)
    if (load.untilRefused === true && outcome.startsWith('ECONNREFUSED')) {
      note(account, 'refused', 0)
      break
    }
    note(account, outcome, performance.now() - start)
  }
  agent.destroy()
}

/** Puts the load on and gives the account of it. */
export async function putExactLoad(load: ExactLoad): Promise<ExactResult> {
  const { clients = 40, rate = 800 } = load
  const everyMs = (1000 * clients) / rate
  const account: Account = { start: performance.now(), outcomes: new Map(), latencies: [], first: [] }
  const offset = (index: number): number => (index / clients) * everyMs
  await Promise.all(Array.from({ length: clients }, (_, index) => runClient(load, account, everyMs, offset(index))))
  const refused = account.outcomes.get('refused') ?? 0
  account.outcomes.delete('refused')
  const counts = [...account.outcomes]
  const sent = counts.reduce((sum, [, count]) => sum + count, 0)
  const answered = counts.filter(([key]) => /^[23]\d\d$/.test(key)).reduce((sum, [, count]) => sum + count, 0)
  const sorted = account.latencies.sort((a, b) => a - b)
  const at = (share: number): number => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1))
  return {
    sent,
    answered,
    failed: sent - answered,
    refused,
    outcomes: Object.fromEntries(counts),
    first: account.first,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
  }
}
