import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'

/**
 * Makes the globals that handlers have under Next.js and Node.js 20 does not have: `AsyncLocalStorage`, and `WebSocket`,
 * which client libraries look for when they are loaded. What is there already stays.
 */
export function installGlobals(): void {
  if (!('AsyncLocalStorage' in globalThis)) Object.assign(globalThis, { AsyncLocalStorage })
  if ('WebSocket' in globalThis) return
  Object.defineProperty(globalThis, 'WebSocket', {
    configurable: true,
    enumerable: false,
    // Loaded when somebody looks: most servers open no socket.
    get() {
      const { WebSocket } = createRequire(import.meta.url)('ws')
      Object.defineProperty(globalThis, 'WebSocket', { value: WebSocket, writable: true, configurable: true })
      return WebSocket
    },
    set(value: unknown) {
      Object.defineProperty(globalThis, 'WebSocket', { value, writable: true, configurable: true })
    },
  })
}
