/** Every failure a caller or an operator can meet. The key is the stable code; docs/errors.md has one section per key. */
export const FAULTS = {
  // What a client sent.
  TARGET_INVALID: { status: 400, fix: 'Send a path whose percent-escapes are complete and valid UTF-8.' },
  TARGET_TOO_LONG: { status: 414, fix: 'Send a shorter URL, or raise `limits.targetLength`.' },
  HOST_INVALID: { status: 400, fix: 'Send one Host header, with the name or address the server is reached at.' },
  HEADERS_TOO_MANY: { status: 431, fix: 'Send fewer headers, or raise `limits.headerCount`.' },
  FRAMING_INVALID: {
    status: 400,
    fix: 'Say where the body ends once: Content-Length in decimals, or chunks in HTTP/1.1.',
  },
  CODING_UNKNOWN: {
    status: 501,
    fix: 'Send the body with `Transfer-Encoding: chunked` alone, or with Content-Length.',
  },
  VERSION_UNKNOWN: { status: 505, fix: 'Speak HTTP/1.1 or HTTP/1.0.' },
  BODY_INVALID: { status: 400, fix: 'Send a body that fits its Content-Type.' },
  BODY_TOO_LARGE: {
    status: 413,
    fix: 'Send a smaller body, or raise `config.api.bodyParser.sizeLimit` in the route file.',
  },
  JSON_TOO_DEEP: { status: 400, fix: 'Send a flatter value, or raise `limits.jsonDepth`.' },
  RATE_LIMITED: { status: 429, fix: 'Wait for the seconds in Retry-After, or raise `rateLimit`.' },
  ROUTE_NOT_FOUND: { status: 404, fix: 'Call a path that `rehost routes` lists.' },
  METHOD_NOT_ALLOWED: { status: 405, fix: 'Use one of the methods in the Allow header.' },
  // What the project's files say.
  ROUTE_NAME_INVALID: {
    status: 500,
    fix: 'Rename the file: [id], [...rest] or [[...rest]], the last two only at the end.',
  },
  ROUTE_CONFLICT: { status: 500, fix: 'Rename or remove one of the two files: a path can have only one handler.' },
  ROUTES_MISSING: {
    status: 500,
    fix: 'Begin with `export default (req, res) => res.json({ hello: true })` in api/hello.js, or name the folder that holds pages, app or api.',
  },
  CONFIG_INVALID: { status: 500, fix: 'Correct the key that the message names.' },
  COMPILE_FAILED: {
    status: 500,
    fix: 'Correct the source at the place the message names, or install the package that is not found.',
  },
  MODULE_FAILED: { status: 500, fix: 'Correct what the module does while it loads; the message has what it threw.' },
  HANDLER_MISSING: {
    status: 500,
    fix: 'Export a handler: `export default function handler(req, res)`, or `export function GET(request)`.',
  },
  OVERLOADED: { status: 503, fix: 'Ask again after the seconds in Retry-After; add processes if it lasts.' },
  ANSWER_LATE: {
    status: 503,
    fix: 'Make the handler answer sooner, or raise its `maxDuration` or `limits.responseMs`.',
  },
  LAYOUT_UNSUPPORTED: {
    status: 500,
    fix: 'Write `nodeLinker: node-modules` into .yarnrc.yml and run `yarn install`.',
  },
  COMMAND_INVALID: { status: 500, fix: 'See what it takes: rehost <command> --help.' },
  PORT_IN_USE: { status: 500, fix: 'Stop the other server, or choose a port with --port or PORT.' },
} as const satisfies Record<string, { status: number; fix: string }>

export type FaultCode = keyof typeof FAULTS

export interface FaultOptions {
  /** What made it fail; kept for the log, never shown to a client. */
  cause?: unknown
  /** Response headers that belong to this failure, such as `Allow`. */
  headers?: Readonly<Record<string, string>>
  /** The file at fault, as `file` or `file:line:column`. */
  file?: string
}

/**
 * An expected failure: a stable code, a message that says what was found and where, and the remedy.
 *
 * Anything thrown that is not a `Fault` is a bug or a handler's own error; it answers 500 and shows nothing.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly status: number
  readonly fix: string
  readonly headers: Readonly<Record<string, string>>
  readonly file: string | undefined

  constructor(code: FaultCode, message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = FAULTS[code].status
    this.fix = FAULTS[code].fix
    this.headers = options.headers ?? {}
    this.file = options.file
  }
}
