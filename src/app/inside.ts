import type { RequestListener } from 'node:http'
import type { LimitOptions } from '../config/options.ts'
import { type ExpressPrototypes, type ServerObjects, toServerObjects } from '../http/express-chain.ts'
import { RehostRequest, RehostResponse } from '../http/node-objects.ts'
import type { Life } from '../ops/life.ts'

/** What a server needs to know of an app of ours, without a member that users would see. */
export interface Inside {
  /** The fastest function that does what the app does. */
  readonly listener: RequestListener
  readonly life: Life
  /** The classes of which a server should make its objects; undefined for rehost's own, which the line takes as they are. */
  readonly objects?: ServerObjects | undefined
}

const insides = new WeakMap<RequestListener, Inside>()

/** Remembers the inside of an app that was just made. */
export function keepInside(app: RequestListener, inside: Inside): void {
  insides.set(app, inside)
}

/** The fastest function that does what the app does; for an app of somebody else, the app. */
export function listenerOf(app: RequestListener): RequestListener {
  return insides.get(app)?.listener ?? app
}

/** The life an app's probes tell of; undefined for an app of somebody else. */
export function lifeOf(app: RequestListener): Life | undefined {
  return insides.get(app)?.life
}

const OWN_OBJECTS: ServerObjects = { IncomingMessage: RehostRequest, ServerResponse: RehostResponse }

/** The classes of which a server for the app should make its objects. */
export function objectsOf(app: RequestListener): ServerObjects {
  const inside = insides.get(app)
  if (inside !== undefined) return inside.objects ?? OWN_OBJECTS
  return isExpress(app) ? toServerObjects(app) : OWN_OBJECTS
}

function isExpress(app: RequestListener): app is RequestListener & ExpressPrototypes {
  const parts: Partial<Record<string, unknown>> = Object(app)
  return typeof parts['handle'] === 'function' && isObject(parts['request']) && isObject(parts['response'])
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

const limitsByApp = new WeakMap<RequestListener, LimitOptions>()

/** Remembers the limits that an app's options ask of its server. */
export function keepLimits(app: RequestListener, limits: LimitOptions): void {
  limitsByApp.set(app, limits)
}

/** The limits that an app's options ask of its server; none for an app of somebody else. */
export function limitsOf(app: RequestListener): LimitOptions {
  return limitsByApp.get(app) ?? {}
}
