import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding, Proof, Scale } from './proof.ts'
import type { Target } from './target.ts'

/** Seconds that balancers keep an idle connection to a server: haproxy's default here, nginx and AWS. */
const GAPS = { full: [4.99, 5, 5.99, 6, 30, 59.99, 60, 60.01], quick: [4.99, 5, 5.99, 6] } as const
const CLIENTS = 40

function ask(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const req = get({ host: '127.0.0.1', port, path: '/api/hello', agent }, (res) => {
      res.resume()
      res.once('end', () => resolve(req.reusedSocket ? 'reused' : 'new'))
    })
    req.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

/** Keeps its idle connection whatever the server's Keep-Alive header advises, as balancers do. */
class StubbornAgent extends Agent {
  override keepSocketAlive(): boolean {
    return true
  }
}

async function askTwice(target: Target, gapSeconds: number, index: number): Promise<string> {
  const agent = new StubbornAgent({ keepAlive: true, maxSockets: 1 })
  await sleep(index * 7)
  await ask(target.port, agent)
  await sleep(gapSeconds * 1000)
  const outcome = await ask(target.port, agent)
  agent.destroy()
  return outcome
}

async function run(target: Target, scale: Scale): Promise<Finding> {
  const gaps = GAPS[scale]
  const outcomes = await Promise.all(
    gaps.flatMap((gap) => Array.from({ length: CLIENTS }, (_, index) => askTwice(target, gap, index))),
  )
  const reset = outcomes.filter((outcome) => outcome !== 'reused' && outcome !== 'new').length
  const closed = outcomes.filter((outcome) => outcome === 'new').length
  const found = `${reset} reset, ${closed} closed before, of ${outcomes.length} after ${gaps.join(', ')} s`
  return { found, reached: reset === 0 && closed === 0 }
}

export const KEEP_ALIVE: Proof = {
  name: 'keep-alive',
  what: 'an idle connection is used again at the moment balancers give it up: 5, 6 and 60 s',
  others: 'Node.js, Express and Fastify: 5 % to 17.5 % ECONNRESET at 6 s',
  goal: '0 reset, 0 closed up to 60 s',
  run,
}
