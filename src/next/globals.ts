import { cachedFetch } from './cache/cached-fetch.ts'
import { NativeRequest, markReplacement, nativeFetch, toNative } from './platform.ts'
import { WebResponse } from './web-response.ts'

/**
 * Why this file exists: handlers get a request that is not yet the platform's own, and make responses that need not
 * become it. For that to be invisible the three globals that take or make such objects are replaced, as Next.js too
 * replaces `fetch`. `instanceof`, subclasses and statics behave as before.
 */

// A proxy rather than a class: its prototype is the platform's own, so that `instanceof` needs no help.
const ReplacedRequest = new Proxy(NativeRequest, {
  construct(target, [input, init], newTarget: typeof Request) {
    // Holds: the platform's constructor makes a Request.
    return Reflect.construct(target, [toNative(input), init], newTarget) as Request
  },
})

const ReplacedFetch = function fetch(
  input: RequestInfo | URL,
  init: RequestInit | undefined = undefined,
): Promise<Response> {
  return cachedFetch(toNative(input), init)
}

function replace(name: 'Request' | 'Response' | 'fetch', value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true })
}

let installed = false

/** Replaces the globals `Request`, `Response` and `fetch`; calling it again does nothing. */
export function installGlobals(): void {
  if (installed) return
  installed = true
  replace('Request', markReplacement(ReplacedRequest, NativeRequest))
  replace('Response', WebResponse)
  replace('fetch', markReplacement(ReplacedFetch, nativeFetch))
  // What the platform itself makes should name the class that handlers know.
  Object.defineProperty(NativeRequest.prototype, 'constructor', { value: ReplacedRequest })
}
