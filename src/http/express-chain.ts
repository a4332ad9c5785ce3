// One of the few places made for speed: docs/architecture.md, "Express without its cost".
//
// Express gives every request and response other prototypes, which throws away what V8 knows of them. Objects that are
// made with those prototypes it leaves as they are. And it puts members of its own on them, which a handler must not see
// (express-shield.ts): a layer among the prototypes keeps them elsewhere, so that they are out of sight at once.
import { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { shortenEnd } from './let-go.ts'
import { startAssigned } from './node-objects.ts'

/** The part of an Express app that matters here: the prototypes it gives to requests and responses. */
export interface ExpressPrototypes {
  request: object
  response: object
}

/** The classes of which a server makes its objects. */
export interface ServerObjects {
  readonly IncomingMessage: typeof IncomingMessage
  readonly ServerResponse: typeof ServerResponse<IncomingMessage>
}

const MEMBERS = Symbol('members of Express')

/** What Express and its router set on a request, and `locals` of a response. */
class Members {
  baseUrl: unknown = undefined
  locals: unknown = undefined
  next: unknown = undefined
  originalUrl: unknown = undefined
  params: unknown = undefined
  res: unknown = undefined
  route: unknown = undefined
}

interface Kept {
  [MEMBERS]?: Members
}

// Only objects made here have room for them from the start.
function membersOf(object: Kept): Members {
  return (object[MEMBERS] ??= new Members())
}

// Each is written out: V8 makes one load or store of that, and a search of a name that varies.
const REQUEST_MEMBERS: object & ThisType<Kept> = {
  get baseUrl() {
    return this[MEMBERS]?.baseUrl
  },
  set baseUrl(value: unknown) {
    membersOf(this).baseUrl = value
  },
  get next() {
    return this[MEMBERS]?.next
  },
  set next(value: unknown) {
    membersOf(this).next = value
  },
  get originalUrl() {
    return this[MEMBERS]?.originalUrl
  },
  set originalUrl(value: unknown) {
    membersOf(this).originalUrl = value
  },
  get params() {
    return this[MEMBERS]?.params
  },
  set params(value: unknown) {
    membersOf(this).params = value
  },
  get res() {
    return this[MEMBERS]?.res
  },
  set res(value: unknown) {
    membersOf(this).res = value
  },
  get route() {
    return this[MEMBERS]?.route
  },
  set route(value: unknown) {
    membersOf(this).route = value
  },
}

const RESPONSE_MEMBERS: object & ThisType<Kept> = {
  get locals() {
    return this[MEMBERS]?.locals
  },
  set locals(value: unknown) {
    membersOf(this).locals = value
  },
}

const layered = new WeakSet<object>()

const layers = new WeakSet<object>()

function insertBelow(prototype: object, members: object): object {
  const layer = Object.create(Object.getPrototypeOf(prototype), Object.getOwnPropertyDescriptors(members))
  layers.add(layer)
  Object.setPrototypeOf(prototype, layer)
  return layer
}

/**
 * Has an app keep its members of requests and responses out of their own properties. Its middleware sees no difference.
 *
 * All apps of the same copy of Express do so from then on: one may call another as a function, which gives the objects its
 * own prototypes, and has to find there what the first has set.
 */
export function keepMembersApart(app: ExpressPrototypes): void {
  const request = findBase(app.request, IncomingMessage.prototype)
  if (layered.has(request)) return
  layered.add(request)
  shortenEnd(insertBelow(request, REQUEST_MEMBERS))
  insertBelow(findBase(app.response, ServerResponse.prototype), RESPONSE_MEMBERS)
}

// The prototype that all of one copy of Express end in; once layered, the layer is between it and Node's own.
function findBase(prototype: object, end: object): object {
  const below: object | null = Object.getPrototypeOf(prototype)
  if (below === null || below === end || layers.has(below)) return prototype
  return findBase(below, end)
}

const chains = new WeakMap<ExpressPrototypes, ServerObjects>()

/** The classes of which a server makes objects that are an app's from the start. */
export function toServerObjects(app: ExpressPrototypes): ServerObjects {
  const made = chains.get(app) ?? createObjects(app)
  chains.set(app, made)
  return made
}

function createObjects(app: ExpressPrototypes): ServerObjects {
  class ExpressRequest extends IncomingMessage {
    [MEMBERS] = new Members()
  }
  class ExpressResponse extends ServerResponse {
    [MEMBERS] = new Members()

    override assignSocket(socket: Socket): void {
      super.assignSocket(socket)
      startAssigned(this)
    }
  }
  keepMembersApart(app)
  // What others added to the app's prototypes, and will add to them, goes on to count.
  Object.setPrototypeOf(ExpressRequest.prototype, app.request)
  Object.setPrototypeOf(ExpressResponse.prototype, app.response)
  app.request = ExpressRequest.prototype
  app.response = ExpressResponse.prototype
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse }
}
