import type { Redis } from 'ioredis'
import { Fault } from '../errors.ts'
import type { Logger } from '../log.ts'

/** Milliseconds a command may take; a cache that is slower is none. */
const COMMAND_MS = 500
/** Milliseconds a Redis that failed is left alone, so that a hanging one does not hold up every request. */
const PAUSE_MS = 1000
const LONGEST_RETRY_MS = 5000
/** Milliseconds a start waits for the connection. */
const FIRST_MS = 1000

/** A connection that may be lost at any time. */
export interface SharedRedis {
  readonly client: Redis
  /**
   * Runs commands, or says at once that it cannot.
   *
   * @returns Undefined when Redis is lost, or failed just now.
   */
  run<T>(work: (client: Redis) => Promise<T>): Promise<{ readonly value: T } | undefined>
  /** Calls `listener` whenever the connection is there again. */
  onReturn(listener: () => void): void
  close(): void
}

async function loadRedis(): Promise<typeof Redis> {
  try {
    return (await import('ioredis')).Redis
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', "'redis.url' needs a package: npm install ioredis", { cause })
  }
}

/**
 * Connects to Redis, and goes on trying for as long as it is not there: one line in the log says that it is lost, one
 * that it is back.
 *
 * @throws {Fault} CONFIG_INVALID, when ioredis is not installed.
 */
export async function openRedis(url: string, log: Logger): Promise<SharedRedis> {
  const Client = await loadRedis()
  const client = new Client(url, {
    commandTimeout: COMMAND_MS,
    connectTimeout: 2000,
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(100 * 2 ** times, LONGEST_RETRY_MS),
  })
  const listeners: (() => void)[] = []
  let lost = false
  let pausedUntil = 0
  const lose = (err: unknown): void => {
    pausedUntil = performance.now() + PAUSE_MS
    if (lost) return
    lost = true
    log.warn({ err, event: 'redis' }, 'Redis is lost: this process keeps its own cache and counts until it is back')
  }
  const find = (): void => {
    pausedUntil = 0
    if (lost) log.info({ event: 'redis' }, 'Redis is back')
    lost = false
    for (const listener of listeners) listener()
  }
  const refusals = new Set<string>()
  // It is there, but full or forbidden: that is said once for each reason.
  const refuse = (err: Error): void => {
    const reason = err.message.split(' ')[0] ?? ''
    if (!refusals.has(reason)) log.warn({ err, event: 'redis' }, `Redis refuses a command: ${err.message}`)
    refusals.add(reason)
  }
  // What is open only to share is no reason for a process to go on.
  client.on('connect', () => client.stream.unref())
  client.on('error', lose)
  client.on('ready', find)
  await waitForFirst(client)
  return {
    client,
    run: async (work) => {
      if (client.status !== 'ready' || performance.now() < pausedUntil) return undefined
      try {
        const value = await work(client)
        if (lost) find()
        return { value }
      } catch (error) {
        if (error instanceof Error && error.name === 'ReplyError') refuse(error)
        else lose(error)
        return undefined
      }
    },
    onReturn: (listener) => void listeners.push(listener),
    close: () => client.disconnect(),
  }
}

// A start need not find its cache empty only because the connection takes a moment.
function waitForFirst(client: Redis): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FIRST_MS)
    const settle = (): void => {
      clearTimeout(timer)
      resolve()
    }
    client.once('ready', settle)
    client.once('error', settle)
  })
}
