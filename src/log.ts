import { write, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Pino from 'pino'
import type * as PinoPretty from 'pino-pretty'

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
  /** Readable, coloured lines instead of JSON. */
  readonly pretty: boolean
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

/**
 * Makes the logger: one JSON line an event on standard output, or readable lines.
 *
 * pino is loaded here and not at the top, since a silent server starts sooner without it.
 */
export function createLogger({ level, pretty }: LoggerOptions): Logger {
  if (level === 'silent') return SILENT
  const require = createRequire(import.meta.url)
  const { pino }: typeof Pino = require('pino')
  const output = (stdout ??= openOutput(1))
  const redact = { paths: SECRETS, censor: '[redacted]' }
  if (!pretty) return pino({ level, redact, base: { pid: process.pid } }, output)
  const { prettyFactory }: typeof PinoPretty = require('pino-pretty')
  const ignore = 'pid,hostname,id,route,event'
  const toText = prettyFactory({ colorize: process.stdout.isTTY, ignore, translateTime: 'HH:MM:ss' })
  return pino({ level, redact }, { write: (line) => output.write(toText(line)) })
}
