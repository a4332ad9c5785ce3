import bytes from 'bytes'
import { Fault } from '../errors.ts'
import type { NodeSettings } from './endpoint.ts'

const DEFAULT_BODY_LIMIT = '1mb'
const DEFAULT_RESPONSE_LIMIT = '4mb'
const RUNTIMES = ['nodejs', 'edge', 'experimental-edge']

/**
 * Reads `export const config` of a pages/api file, with the defaults of Next.js in place.
 *
 * Unknown keys are ignored, as Next.js does. A `sizeLimit` that names no size is refused; Next.js would take it
 * for "no limit at all".
 *
 * @param exports What the module exports; `config` and `maxDuration` are read, no other name.
 * @param file Path of the module as messages name it.
 * @throws {Fault} CONFIG_INVALID, when `bodyParser.sizeLimit` or `maxDuration` says nothing usable.
 */
export function toSettings(exports: object, file: string): NodeSettings {
  const config = property(exports, 'config')
  const api = property(config, 'api')
  return {
    ...toBodyLimit(property(api, 'bodyParser'), file),
    responseLimit: toResponseLimit(property(api, 'responseLimit')),
    externalResolver: Boolean(property(api, 'externalResolver')),
    maxDuration: readMaxDuration(exports, file),
  }
}

/**
 * Reads the seconds a module gives its handlers: `config.maxDuration`, or `export const maxDuration`.
 *
 * @throws {Fault} CONFIG_INVALID, when it is no number above 0.
 */
export function readMaxDuration(exports: object, file: string): number | undefined {
  return toMaxDuration(property(property(exports, 'config'), 'maxDuration') ?? property(exports, 'maxDuration'), file)
}

/**
 * Says whether a module asks for the edge runtime, by `config.runtime` or by `export const runtime`.
 *
 * @throws {Fault} CONFIG_INVALID, when the runtime is none that Next.js knows.
 */
export function isEdge(exports: object, file: string): boolean {
  const runtime = property(property(exports, 'config'), 'runtime') ?? property(exports, 'runtime')
  if (runtime === undefined || runtime === null) return false
  if (!RUNTIMES.includes(String(runtime))) {
    throw invalid(file, `runtime is ${JSON.stringify(runtime)}; it can be ${RUNTIMES.join(', ')}`)
  }
  return runtime !== 'nodejs'
}

/** Reads a property of a value that may be anything; undefined where there is nothing to read. */
export function property(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined
  return Reflect.get(value, name)
}

function toBodyLimit(parser: unknown, file: string): Pick<NodeSettings, 'bodyLimit' | 'bodyLimitText'> {
  if (parser === false) return { bodyLimit: false, bodyLimitText: DEFAULT_BODY_LIMIT }
  // Next.js reads `0` as absent but `'0'` as zero bytes.
  const written = property(parser, 'sizeLimit') || DEFAULT_BODY_LIMIT
  const limit = toBytes(written)
  if (limit === undefined || limit < 0) {
    throw invalid(file, `config.api.bodyParser.sizeLimit is ${JSON.stringify(written)}; write a size such as "500kb"`)
  }
  return { bodyLimit: limit, bodyLimitText: String(written) }
}

function toResponseLimit(written: unknown): number | false {
  if (written === false) return false
  // It only decides about a warning, so a value that names no size is not worth a refusal.
  return toBytes(written) ?? toBytes(DEFAULT_RESPONSE_LIMIT) ?? false
}

function toMaxDuration(written: unknown, file: string): number | undefined {
  if (written === undefined || written === null) return undefined
  if (typeof written === 'number' && written > 0) return written
  throw invalid(file, `maxDuration is ${JSON.stringify(written)}; write a number of seconds above 0`)
}

function toBytes(written: unknown): number | undefined {
  if (typeof written !== 'number' && typeof written !== 'string') return undefined
  return bytes.parse(written) ?? undefined
}

function invalid(file: string, what: string): Fault {
  return new Fault('CONFIG_INVALID', `${file}: ${what}`, { file })
}
