import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from '../errors.ts'
import type { TrustProxy } from '../http/forwarded.ts'
import type { NodeDoor } from '../http/node-door.ts'
import type { OwnAnswer } from '../http/send-error.ts'
import type { Logger } from '../log.ts'
import type { Endpoint } from '../module/endpoint.ts'
import type { UrlConfig } from '../next/next-url.ts'
import type { WebHost } from '../next/scope.ts'
import type { TraceRequest } from '../ops/access-log.ts'
import type { Life } from '../ops/life.ts'
import type { CheckRate } from '../ops/rate-limit.ts'
import type { Telemetry } from '../ops/telemetry.ts'
import type { RouteContract } from '../openapi/read-contract.ts'
import type { Match, Route } from '../routes/route.ts'
import type { Rules } from '../rules/rules.ts'
import type { Proxy } from './proxy-step.ts'
import type { WebDoors } from './web-doors.ts'

/** A route's endpoint, with what is known of its methods. */
export interface Served {
  readonly route: Route
  readonly endpoint: Endpoint
  /** Undefined for a Node-style handler, which needs none of them. */
  readonly doors: WebDoors | undefined
  /** The Allow header for a 405; undefined when the methods are not known. */
  readonly allow: string | undefined
  /** True when a method outside `allow` is refused before the handler. */
  readonly strict: boolean
  readonly contract: RouteContract | undefined
  /** With a contract and an error format of the project's own: how an error looks in it; undefined for as everywhere. */
  readonly toOwnAnswer?: ((error: unknown) => OwnAnswer | undefined) | undefined
  /** True for `export const runtime = 'edge'` in a route.ts. */
  readonly edge: boolean
  /** In development: why the file's newest version is not the one that answers. */
  readonly stale: Fault | undefined
  /** Seconds the route file gives its handlers; undefined for the server's own limit. */
  readonly maxDuration?: number | undefined
}

/** The part of a folder that answers requests; a reload replaces it whole. */
export interface AppFolder {
  /** True when neither next.config nor a proxy has a say in where a request goes. */
  readonly plain: boolean
  readonly rules: Rules
  /** How `request.nextUrl` reads URLs that have their basePath and locale. */
  readonly urlConfig: UrlConfig
  /** Loads the project's proxy with the first request; undefined when there is none. */
  readonly proxy: (() => Promise<Proxy>) | undefined
  /** Milliseconds another server may take to answer a forwarded request; Infinity for no limit. */
  readonly forwardMs: number
  /** The public folder's file that a path names, as an absolute path. */
  findFile(path: string): string | undefined
  matchStatic(path: string): Match | undefined
  matchDynamic(path: string): Match | undefined
  /** At once when the module is loaded, which it is but for the first time. */
  serve(route: Route): Served | Promise<Served>
}

/** Where a request was when it failed. */
export interface ErrorPlace {
  readonly req: IncomingMessage
  /** The target as it was sent; `req.url` may have been rewritten for the handler. */
  readonly url: string
  readonly route: Route | undefined
  /** The request's id in the log; undefined when requests are not logged. */
  readonly id: string | undefined
}

/** The limits that are kept behind the door of the server; 0 is none. */
export interface AppLimits {
  /** Milliseconds until an answer must have begun. */
  readonly responseMs: number
  /** Whether a route file's own maxDuration is a deadline for the whole answer. */
  readonly maxDuration: boolean
  /** Bytes of a body that web-style handlers may read. */
  readonly bodyBytes: number
  /** Levels of nesting in JSON. */
  readonly jsonDepth: number
}

/** What the request line is made from; put together once. */
export interface AppParts {
  readonly folder: () => AppFolder
  readonly node: NodeDoor
  readonly web: WebHost
  readonly life: Life
  readonly log: Logger
  /** Follows a request for the log, the metrics and OpenTelemetry; undefined when none of them asks. */
  readonly trace: TraceRequest | undefined
  readonly telemetry: Telemetry | undefined
  /** Compares an answer with the document, or in production some answers with their contract; undefined for none. */
  readonly watch: ((res: ServerResponse, served: Served) => void) | undefined
  /** In development a client is told why a file does not load. */
  readonly reveal: boolean
  readonly trust: TrustProxy
  readonly limits: AppLimits
  /** Keeps the rate limits; undefined when there are none. */
  readonly checkRate: CheckRate | undefined
  /** True for a path of the docs, which are served by Express after the routes. */
  readonly ownsDocs: (path: string) => boolean
  /** Called with everything that went wrong on the way to an answer. */
  readonly onError: (error: unknown, at: ErrorPlace) => void
}

/** Whose app it is that answers; known once the app is mounted, or not. */
export interface Host {
  /** True inside another Express app: probes and paths without a route are then that app's. */
  mounted: boolean
}

export type Next = (error?: unknown) => void
export type Answer = (req: IncomingMessage, res: ServerResponse, next: Next) => Promise<void>

/** The docs as the app needs them: which paths are theirs, and how to answer them. */
export interface Docs {
  /** True for the page, its files, and the document. */
  owns(path: string): boolean
  /** Hands on to `next` what it has no file for. */
  readonly handler: (req: IncomingMessage, res: ServerResponse, next: Next) => void
}
