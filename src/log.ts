import { write, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Pino from 'pino'
import { Fault } from './errors.ts'
import { toLogText } from './log-text.ts'
import { choosePaint } from './paint.ts'

/** The part of pino that rehost uses; any logger with these methods will do. */
export interface Logger {
  debug(fields: object, message?: string): void
  info(fields: object, message?: string): void
  warn(fields: object, message?: string): void
  error(fields: object, message?: string): void
}

const nothing = (): void => {}

/** Says nothing. */
export const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Lines for people instead of JSON, coloured on a terminal. */
  readonly pretty: boolean
  /** Number of the worker whose lines these are; undefined for a process that serves alone. */
  readonly worker?: number | undefined
}

// Fields under which users' own log lines carry secrets; rehost's request line has none of them.
const SECRETS = [
  'authorization',
  'cookie',
  'password',
  'headers.authorization',
  'headers.cookie',
  'headers["set-cookie"]',
  'headers["proxy-authorization"]',
  'headers["x-api-key"]',
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
]

const RETRY_MS = 1000
/** Characters of lines that may wait while nobody takes them. */
const MOST_WAITING = 1 << 20

/** What a logger writes its lines to. */
interface Output {
  write(line: string): void
}

/**
 * Opens a file descriptor for lines, which are written together once a turn of the event loop, beside it.
 *
 * When it cannot be written (the disk is full, the reader sleeps) lines wait, then are dropped, and the server goes on:
 * pino's own stream would end the process, or sleep until somebody reads.
 */
export function openOutput(fd: number): Output {
  let waiting = ''
  let busy = false
  const retry = (bytes: Buffer): void => void setTimeout(() => send(bytes), RETRY_MS).unref()
  const send = (bytes: Buffer): void => {
    write(fd, bytes, (error, written) => {
      if (error) return retry(bytes)
      if (written < bytes.length) return send(bytes.subarray(written))
      busy = waiting !== ''
      if (busy) drain()
    })
  }
  const drain = (): void => {
    const bytes = Buffer.from(waiting)
    waiting = ''
    send(bytes)
  }
  process.on('exit', () => {
    try {
      writeSync(fd, waiting)
    } catch {
      // Nobody takes the last lines either.
    }
  })
  return {
    write: (line) => {
      if (waiting.length < MOST_WAITING) waiting += line
      if (busy) return
      busy = true
      setImmediate(drain)
    },
  }
}

let stdout: Output | undefined

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/**
 * Makes the logger: one JSON line an event on standard output, or readable lines.
 *
 * pino is loaded for the first line and not before: a server answers its first request sooner without it.
 */
export function createLogger(options: LoggerOptions): Logger {
  if (options.level === 'silent') return SILENT
  const least = LEVELS.indexOf(options.level)
  let opened: Logger | undefined
  const toMethod = (level: (typeof LEVELS)[number]): Logger['info'] => {
    if (LEVELS.indexOf(level) < least) return nothing
    return (fields, message) => {
      opened ??= openPino(options)
      opened[level](fields, message)
    }
  }
  return { debug: toMethod('debug'), info: toMethod('info'), warn: toMethod('warn'), error: toMethod('error') }
}

function openPino({ level, pretty, worker }: LoggerOptions): Logger {
  const require = createRequire(import.meta.url)
  const { pino }: typeof Pino = require('pino')
  const output = (stdout ??= openOutput(1))
  const serializers = {
    // pino adds the messages of the causes, which a fault's own message has already.
    err: (error: Error) => {
      const fields = pino.stdSerializers.err(error)
      return error instanceof Fault ? { ...fields, message: error.message } : fields
    },
  }
  const redact = { paths: SECRETS, censor: '[redacted]' }
  const name = worker === undefined ? {} : { worker }
  if (!pretty) return pino({ level, redact, serializers, base: { pid: process.pid, ...name } }, output)
  const paint = choosePaint(process.env, process.stdout.isTTY)
  return pino({ level, redact, serializers, base: name }, { write: (line) => output.write(toLogText(line, paint)) })
}
