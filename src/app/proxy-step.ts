import type { IncomingMessage, ServerResponse } from 'node:http'
import { keepCookies } from '../http/node-objects.ts'
import { sendError, type PresetHeaders } from '../http/send-error.ts'
import type { ProxyCall, ProxyOutcome, runProxy } from '../next/proxy.ts'
import type { Place } from '../rules/place.ts'
import type { ProxyTest } from '../rules/proxy-matcher.ts'
import type { RuleRequest } from '../rules/rule.ts'
import type { Target } from '../rules/target.ts'
import { toOrigin } from './origin.ts'
import type { AppFolder, AppParts } from './parts.ts'

/** A project's proxy, loaded. */
export interface Proxy {
  /** The door it is called through, loaded with it. */
  readonly door: typeof runProxy
  readonly run: ProxyCall['proxy']
  /** Whether its matcher takes a request. */
  readonly takes: ProxyTest
}

interface ProxyRequest {
  readonly folder: AppFolder
  readonly parts: AppParts
  readonly target: Target
  readonly place: Place
  readonly ask: RuleRequest
  /** Response headers of the config. */
  readonly preset: PresetHeaders
}

/** Where the request goes on: the place after the proxy's rewrite, and the headers of config and proxy together. */
export interface ProxyStep {
  readonly place: Place
  readonly headers: PresetHeaders
  /** Set when the proxy sends the request to another server. */
  readonly forward: URL | undefined
}

/**
 * Runs the project's proxy, where there is one and its matcher takes the request.
 *
 * @returns `answered` when the proxy answered, or failed: a request that it could not judge must not reach a route.
 */
export async function passProxy(
  req: IncomingMessage,
  res: ServerResponse,
  { folder, parts, target, place, ask, preset }: ProxyRequest,
): Promise<ProxyStep | 'answered'> {
  const proxy = await folder.proxy?.()
  if (proxy === undefined || !proxy.takes(place, ask)) return { place, headers: preset, forward: undefined }
  const outcome = await proxy.door(req, res, {
    proxy: proxy.run,
    target: target.search === '' ? target.path : `${target.path}?${target.search}`,
    origin: toOrigin(req, parts.trust !== undefined),
    urlConfig: folder.urlConfig,
    preset: preset.map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    host: parts.web,
  })
  if (outcome.kind === 'answered') return 'answered'
  if (outcome.kind === 'failed') {
    sendError(req, res, outcome.error, { style: 'json' })
    return 'answered'
  }
  const headers = mergeHeaders(preset, outcome.headers)
  keepProxyCookies(res, headers)
  return { headers, ...follow(outcome, { folder, place }) }
}

type Onward = Extract<ProxyOutcome, { headers: unknown }>

function follow(
  outcome: Onward,
  { folder, place }: Pick<ProxyRequest, 'folder' | 'place'>,
): Omit<ProxyStep, 'headers'> {
  if (outcome.kind === 'forward') return { place, forward: new URL(outcome.url) }
  if (outcome.kind === 'continue') return { place, forward: undefined }
  const mark = outcome.target.indexOf('?')
  const path = mark < 0 ? outcome.target : outcome.target.slice(0, mark)
  const search = mark < 0 ? '' : outcome.target.slice(mark + 1)
  return { place: folder.rules.toPlace(path, search, place), forward: undefined }
}

// Between config and proxy, the proxy wins.
function mergeHeaders(config: PresetHeaders, proxy: PresetHeaders): PresetHeaders {
  const own = new Set(proxy.map(([name]) => name.toLowerCase()))
  return [...config.filter(([name]) => !own.has(name.toLowerCase())), ...proxy]
}

// A handler's own Set-Cookie comes after the proxy's, not in its place.
function keepProxyCookies(res: ServerResponse, headers: PresetHeaders): void {
  const cookies = headers.filter(([name]) => name.toLowerCase() === 'set-cookie').flatMap(([, value]) => value)
  if (cookies.length > 0) keepCookies(res, cookies)
}
