import { fileURLToPath } from 'node:url'
import { readVersion } from './machine.ts'

/** How to start a server, and what it can be asked. */
export interface Contestant {
  /** Short name, for `--only`. */
  readonly name: string
  /** What the tables call it, with its version. */
  readonly label: string
  /** `/api` for Node-style handlers and hand-written routes, `/web` for web-style route handlers. */
  readonly door: '/api' | '/web'
  /** Arguments after the Node.js binary; the port comes as an argument or as PORT. */
  readonly args: (port: number) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** The folder of the benches, with a `/` at its end. */
export const BENCH = fileURLToPath(new URL('.', import.meta.url))
export const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
/** The project that rehost and Next.js serve, unchanged. */
export const APP = `${BENCH}app`

const script = (name: string) => () => [`${BENCH}contestants/${name}.mjs`]

/** `rehost start` on a folder, as a user runs it, but with logging off as it is for every contestant. */
export const startRehost = (dir: string) => (port: number) => [
  CLI,
  'start',
  dir,
  '--port',
  String(port),
  '--log-level',
  'silent',
]

const startNext = (port: number) => [
  `${BENCH}node_modules/next/dist/bin/next`,
  'start',
  APP,
  '--port',
  String(port),
  '--hostname',
  '127.0.0.1',
]

/** Everyone who takes part. The first is what the others are compared with. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: 'node', label: 'node:http, same work', door: '/api', args: script('node') },
  { name: 'rehost', label: `rehost ${readVersion('rehost')}, Node door`, door: '/api', args: startRehost(APP) },
  { name: 'rehost-web', label: `rehost ${readVersion('rehost')}, web door`, door: '/web', args: startRehost(APP) },
  { name: 'express', label: `Express ${readVersion('express')}`, door: '/api', args: script('express') },
  { name: 'fastify', label: `Fastify ${readVersion('fastify')}`, door: '/api', args: script('fastify') },
  { name: 'hono', label: `Hono ${readVersion('hono')}`, door: '/api', args: script('hono') },
  { name: 'h3', label: `h3 ${readVersion('h3')}`, door: '/api', args: script('h3') },
  { name: 'next', label: `Next.js ${readVersion('next')}, pages/api`, door: '/api', args: startNext },
  { name: 'next-web', label: `Next.js ${readVersion('next')}, app`, door: '/web', args: startNext },
]

/** Those of `CONTESTANTS` that `--only` names, or all of them. An unknown name throws. */
export function chooseContestants(only: readonly string[]): readonly Contestant[] {
  if (only.length === 0) return CONTESTANTS
  return only.map((name) => {
    const found = CONTESTANTS.find((contestant) => contestant.name === name)
    if (found === undefined) throw new Error(`no contestant is called ${name}`)
    return found
  })
}
