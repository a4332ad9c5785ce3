import { type ChildProcess, fork } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from '../log.ts'
import type { Route } from '../routes/route.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import { readCache, writeCache } from './cache.ts'
import type { Answer, Ask } from './messages.ts'
import { toPathFacts } from './path-facts.ts'

export interface InferenceOptions {
  /** The project folder, absolute. */
  readonly dir: string
  readonly routes: readonly Route[]
  readonly logger: Logger
  /** Called now and then with how many routes are done. */
  readonly onProgress?: (done: number, total: number) => void
  /** Folder for remembered results, made when needed. Default: none, nothing is remembered. */
  readonly cacheDir?: string
}

/** Inference that stays open beside a development server. */
export interface Inference {
  /** The facts; the first call starts the process, unless a remembered result still holds. */
  facts(): Promise<ProjectFacts>
  /**
   * The facts after files changed, appeared or went. Only routes that depend on them are looked at again.
   *
   * @param files Absolute paths.
   * @param routes The new list, when routes came or went.
   */
  update(files: readonly string[], routes?: readonly Route[]): Promise<ProjectFacts>
  /** Ends the process. */
  close(): Promise<void>
}

/**
 * Reads a project's handlers and says what is known of every operation. A child process does the work: a compiler
 * takes memory and blocks for seconds, neither of which a server can afford.
 *
 * A process that fails takes nothing with it: the facts then say no more than the paths do, and the log says why.
 */
export async function inferProject(options: InferenceOptions): Promise<ProjectFacts> {
  const inference = openInference(options)
  try {
    return await inference.facts()
  } finally {
    await inference.close()
  }
}

/** Opens inference for a development server: nothing happens until facts are asked for. */
export function openInference(options: InferenceOptions): Inference {
  const { dir, logger, cacheDir } = options
  let routes = options.routes
  let worker: Worker | undefined
  let latest: ProjectFacts | undefined

  let writing = Promise.resolve()

  // Nobody waits for the cache: only the end of the process does. One write at a time, the latest last.
  const keep = (result: { facts: ProjectFacts; files: readonly string[] }): ProjectFacts => {
    latest = result.facts
    if (cacheDir) {
      const entry = { cacheDir, dir, routes, ...result }
      writing = writing
        .then(() => writeCache(entry))
        .catch((error: unknown) => logger.debug({ err: error }, 'inference is not remembered'))
    }
    return result.facts
  }
  const ask = async (question: Ask): Promise<ProjectFacts> => {
    try {
      worker ??= startWorker(options.onProgress)
      return keep(await worker.ask(question))
    } catch (error) {
      logger.warn({ err: error }, 'inference failed: operations are described by their paths alone')
      worker?.stop()
      worker = undefined
      return withoutFacts(routes)
    }
  }
  return {
    async facts() {
      latest ??= cacheDir ? await readCache({ cacheDir, dir, routes }) : undefined
      return latest ?? ask({ kind: 'infer', dir, routes })
    },
    async update(files, next) {
      routes = next ?? routes
      return worker ? ask({ kind: 'update', files, routes: next }) : ask({ kind: 'infer', dir, routes })
    },
    async close() {
      await writing
      await worker?.close()
      worker = undefined
    },
  }
}

function withoutFacts(routes: readonly Route[]): ProjectFacts {
  const note = 'inference failed: nothing but the path is known'
  return {
    routes: routes.map((route) => toPathFacts(route, note)),
    components: {},
    securitySchemes: {},
    compiler: 'none',
  }
}

interface Worker {
  ask(question: Ask): Promise<{ facts: ProjectFacts; files: readonly string[] }>
  close(): Promise<void>
  stop(): void
}

/** How long the process may take to end on its own, in milliseconds. */
const CLOSE_MS = 2000

function startWorker(onProgress: InferenceOptions['onProgress']): Worker {
  const child = fork(workerFile(), {
    execArgv: workerFlags(),
    // From source, loaders named by the flags are packages of rehost's, which the project's folder may not have. Else its
    // own folder may lie in an archive, where no process can run.
    ...(OWN.endsWith('.ts') ? { cwd: dirname(OWN) } : {}),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const errors: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  // Neither the process nor its pipes keep a command from ending.
  child.unref()
  child.channel?.unref()
  return {
    ask: (question) =>
      new Promise((resolve, reject) => exchange(child, { question, onProgress, resolve, reject, errors })),
    stop: () => void child.kill(),
    close: () => closeWorker(child),
  }
}

const OWN = fileURLToPath(import.meta.url)

function workerFile(): string {
  return OWN.replace(/client\.(ts|js)$/, 'worker.$1')
}

// Sources need the loader this process runs with; what is built needs nothing, least of all an application's hooks. And no
// flag that says what to run: a process given `--eval` would run that, and start the next one.
function workerFlags(): string[] {
  if (!OWN.endsWith('.ts')) return []
  const { execArgv } = process
  return execArgv.flatMap((flag, at) => {
    if (!/^--(?:import|require|loader)(?:=|$)/.test(flag)) return []
    return flag.includes('=') ? [flag] : [flag, execArgv[at + 1] ?? '']
  })
}

interface Exchange {
  readonly question: Ask
  readonly onProgress: InferenceOptions['onProgress']
  readonly errors: readonly string[]
  resolve(result: { facts: ProjectFacts; files: readonly string[] }): void
  reject(error: Error): void
}

function exchange(child: ChildProcess, { question, onProgress, resolve, reject, errors }: Exchange): void {
  // The process must be waited for while a question is open, or Node would end without the answer.
  child.ref()
  child.channel?.ref()
  const done = (): void => {
    child.off('message', onMessage)
    child.off('exit', onExit)
    child.off('error', onError)
    child.unref()
    child.channel?.unref()
  }
  const onMessage = (message: unknown): void => {
    // Only worker.ts is at the other end, and it sends nothing else.
    const answer = message as Answer
    if (answer.kind === 'progress') {
      onProgress?.(answer.done, answer.total)
      return
    }
    done()
    if (answer.kind === 'facts') resolve(answer)
    else reject(new Error(answer.message))
  }
  const onExit = (code: number | null): void => {
    done()
    reject(new Error(`the inference process ended with ${code ?? 'a signal'}: ${errors.join('').slice(-2000)}`))
  }
  const onError = (error: Error): void => {
    done()
    reject(error)
  }
  child.on('message', onMessage).on('exit', onExit).on('error', onError)
  child.send(question)
}

async function closeWorker(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const timer = setTimeout(() => child.kill(), CLOSE_MS)
  child.ref()
  // A signal to the whole group may have ended it by now; the failure to tell it is then none.
  if (child.connected) child.send({ kind: 'close' } satisfies Ask, () => {})
  await ended
  clearTimeout(timer)
}
