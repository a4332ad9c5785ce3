// Proves that replicas come and go without a lost request: `npm run prove:rollout [-- event …] [--write]`.
// Needs a Docker engine. Three replicas on a swarm of one node, under 800 requests a second with an exact account.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { downCompose, upCompose } from './compose.ts'
import { EVENTS } from './events.ts'
import type { Event } from './events.ts'
import { putExactLoad } from './exact-load.ts'
import type { ExactLoad } from './exact-load.ts'
import type { Finding } from './proof.ts'
import { keepResults } from './results.ts'
import { buildImages, deployStack, openSwarm, removeStack } from './swarm.ts'

const SECONDS = 40

async function prove(event: Event): Promise<Finding> {
  const { place } = event
  const url = place === 'compose' ? await upCompose() : await deployStack(place)
  try {
    const load: ExactLoad = {
      url: event.method === 'POST' ? `${url}/api/echo` : `${url}/api/work?ms=20`,
      seconds: SECONDS,
      ...(event.method === undefined ? {} : { method: event.method }),
    }
    const running = putExactLoad(load)
    await sleep(5000)
    const how = await event.strike(url)
    const { sent, failed, p99, max, first } = await running
    if (failed > 0) console.log(`  ${first.join('; ')}`)
    return {
      found: `${failed} of ${sent} failed, ${how}, p99 ${p99} ms, slowest ${(max / 1000).toFixed(1)} s`,
      reached: failed <= event.most,
    }
  } finally {
    await (place === 'compose' ? downCompose() : removeStack())
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean' } } })
const chosen = EVENTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const findings = new Map<string, Finding>()
const leave = await openSwarm()
try {
  await buildImages()
  for (const event of chosen) {
    const finding = await prove(event)
    findings.set(event.name, finding)
    console.log(`${finding.reached ? 'reached' : 'MISSED '} ${event.name}: ${finding.found}`)
  }
} finally {
  await leave()
}
if (values.write) keepResults('rollout', EVENTS, findings, '24 in the image')
process.exitCode = [...findings.values()].every(({ reached }) => reached) ? 0 : 1
