import type { RequestListener } from 'node:http'
import type { Life } from '../ops/life.ts'

/** What a server needs to know of an app of ours, without a member that users would see. */
export interface Inside {
  /** The fastest function that does what the app does. */
  readonly listener: RequestListener
  readonly life: Life
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
