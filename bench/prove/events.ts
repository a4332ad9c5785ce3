import { setTimeout as sleep } from 'node:timers/promises'
import { rollCompose } from './compose.ts'
import type { Claim } from './proof.ts'
import { SERVICE, docker, waitHealthy } from './swarm.ts'
import type { Balancer } from './swarm.ts'

/** Something that happens to replicas under load. */
export interface Event extends Claim {
  /** What runs the replicas, and what stands in front of them. */
  readonly place: Balancer | 'compose'
  readonly method?: 'POST'
  /** Most requests that may fail. */
  readonly most: number
  /** Does it, and resolves with words on how it went. */
  readonly strike: (url: string) => Promise<string>
}

async function roll(): Promise<string> {
  const start = performance.now()
  await docker(['service', 'update', '--detach=false', '-q', '--force', '--no-resolve-image', SERVICE])
  return `updated in ${Math.round((performance.now() - start) / 1000)} s`
}

async function kill(): Promise<string> {
  const container = await docker(['ps', '-q', '--filter', `name=${SERVICE}.2`])
  await docker(['kill', '-s', 'KILL', container])
  await sleep(500)
  return `3 healthy again after ${((await waitHealthy(3)) + 0.5).toFixed(1)} s`
}

const FROZEN_S = 12

/** Stops a replica in its tracks: it accepts connections, since the kernel does that, and answers nothing. */
async function freeze(): Promise<string> {
  const container = await docker(['ps', '-q', '--filter', `name=${SERVICE}.2`])
  await docker(['pause', container])
  await sleep(FROZEN_S * 1000)
  await docker(['unpause', container])
  return `frozen for ${FROZEN_S} s`
}

async function breakImage(): Promise<string> {
  const update = ['service', 'update', '--detach=true', '-q', '--no-resolve-image', '--image', 'rehost-prove:broken']
  await docker([...update, SERVICE])
  const start = performance.now()
  let state = ''
  while (!state.startsWith('rollback')) {
    if (performance.now() - start > 30_000) throw new Error(`no rollback, but ${state}`)
    await sleep(100)
    state = await docker(['service', 'inspect', SERVICE, '-f', '{{.UpdateStatus.State}}'])
  }
  return `rollback began after ${((performance.now() - start) / 1000).toFixed(1)} s`
}

const scale = (count: number) => async (): Promise<string> => {
  await docker(['service', 'scale', '--detach=false', `${SERVICE}=${count}`])
  return `to ${count}`
}

/** All of them, in the order of the table. */
export const EVENTS: readonly Event[] = [
  {
    name: 'roll-tcp',
    what: 'rolling update behind a balancer of connections',
    place: 'tcp',
    others: 'dying on SIGTERM 36 failed, server.close() 41',
    goal: '0 failed',
    most: 0,
    strike: roll,
  },
  {
    name: 'roll-tcp-post',
    what: 'the same with POST, which nobody may repeat',
    place: 'tcp',
    method: 'POST',
    others: 'server.close() 44 failed',
    goal: '0 failed',
    most: 0,
    strike: roll,
  },
  {
    name: 'roll-http',
    what: 'rolling update behind an HTTP balancer',
    place: 'http',
    others: 'dying on SIGTERM 3 failed without retries',
    goal: '0 failed',
    most: 0,
    strike: roll,
  },
  {
    name: 'bad-image',
    what: 'an image that ends at once is rolled out',
    place: 'tcp',
    others: '0 failed, rollback begins in 3.4 s',
    goal: '0 failed and rollback',
    most: 0,
    strike: breakImage,
  },
  {
    name: 'kill-http',
    what: 'kill −9 of one replica behind an HTTP balancer',
    place: 'http',
    others: '0 failed with retries, 3 healthy after 7.2 to 8.1 s',
    goal: '0 failed, 3 healthy within 8 s',
    most: 0,
    strike: kill,
  },
  {
    name: 'kill-tcp',
    what: 'kill −9 of one replica behind a balancer of connections',
    place: 'tcp',
    others: '13 failed, those in flight',
    goal: 'no more than were in flight: 40',
    most: 40,
    strike: kill,
  },
  {
    name: 'freeze-http',
    what: 'one replica stands still for 12 s (`docker pause`) behind an HTTP balancer',
    others: '13 to 40 requests hang for 10 s and fail',
    goal: '0 failed, none hangs for 10 s',
    place: 'http',
    most: 0,
    strike: freeze,
  },
  {
    name: 'freeze-tcp',
    what: 'the same behind a balancer of connections, which cannot repeat a request',
    others: '13 to 40 requests hang for 10 s and fail',
    goal: 'no more than were in flight: 40',
    place: 'tcp',
    most: 40,
    strike: freeze,
  },
  {
    name: 'scale-up',
    what: 'from 3 replicas to 5',
    place: 'tcp',
    others: '0 failed',
    goal: '0 failed',
    most: 0,
    strike: scale(5),
  },
  {
    name: 'scale-down',
    what: 'from 3 replicas to 1',
    place: 'tcp',
    others: '0 failed',
    goal: '0 failed',
    most: 0,
    strike: scale(1),
  },
  {
    name: 'compose',
    what: 'deploy/compose/roll.sh replaces 3 servers behind haproxy',
    place: 'compose',
    others: '`docker compose up --force-recreate` 2,333 of 21,340 failed',
    goal: '0 failed',
    most: 0,
    strike: rollCompose,
  },
]
