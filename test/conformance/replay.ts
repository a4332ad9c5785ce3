import type { Outcome } from './outcome.ts'
import { replayPages } from './pages-api/replay.ts'
import { rehostCommand } from './rehost-cli.ts'
import { replayRoutes } from './route-handlers/replay.ts'
import { findPort, runToEnd, startServer } from './server.ts'
import { startUpstream } from './upstream.ts'
import { recordedEnvironment, type Variant } from './variants.ts'
import { createWorkplace } from './workplace.ts'

/** Compile in memory and serve, serve what `build` wrote, or serve as during development. */
export type Mode = 'start' | 'built' | 'dev'

export interface ReplayOptions {
  mode: Mode
  /** Send only the cases whose id matches. */
  only?: RegExp
  /** Executable and first arguments of another server that takes the same command line; for tests of the replay. */
  command?: string[]
}

export interface Replayed {
  variant: Variant
  outcomes: Outcome[]
  /** What the server wrote to its terminal. */
  log: string
  elapsedMs: number
}

/** Starts a fresh server on a copy of the variant's project and replays the variant's cases against it. */
export async function replayVariant(variant: Variant, options: ReplayOptions): Promise<Replayed> {
  const startedMs = Date.now()
  const upstream = await startUpstream()
  const workplace = await createWorkplace(variant, upstream.origin)
  try {
    const { outcomes, log } = await replayIn(workplace.dir, variant, { ...options, upstream: upstream.origin })
    return { variant, outcomes, log, elapsedMs: Date.now() - startedMs }
  } finally {
    await upstream.close()
    await workplace.remove()
  }
}

async function replayIn(
  dir: string,
  variant: Variant,
  { mode, only, upstream, command }: ReplayOptions & { upstream: string },
): Promise<{ outcomes: Outcome[]; log: string }> {
  const port = await findPort()
  const env = recordedEnvironment(variant, { port, upstream })
  const rehost = command ?? (await rehostCommand())
  if (mode === 'built') await runToEnd({ command: [...rehost, 'build', dir], cwd: dir, env })
  const verb = mode === 'dev' ? 'dev' : 'start'
  const server = await startServer(port, {
    command: [...rehost, verb, dir, '--port', String(port), '--host', '127.0.0.1', '--log-level', 'error'],
    cwd: dir,
    env,
  })
  try {
    const recording = (mode === 'dev' ? variant.devRecording : undefined) ?? variant.recording
    const play = variant.corpus === 'pages-api' ? replayPages : replayRoutes
    const outcomes = await play(variant, { port, upstream, recording, ...(only ? { only } : {}) })
    return { outcomes, log: server.log() }
  } finally {
    await server.stop()
  }
}
