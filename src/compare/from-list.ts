import { Fault } from '../errors.ts'
import type { Plan, PlannedRequest } from './request.ts'

const LINE = /^(?:([A-Za-z]+)\s+)?(\S+)(?:\s+(.+))?$/

/**
 * Reads a list, a request in a line: `/api/users`, `GET /api/users?page=2`, `POST /api/users {"name":"Ada"}`. Empty lines
 * and those that begin with `#` count for nothing; of a URL its path and query are taken.
 *
 * @param name What messages call the list.
 * @throws {Fault} COMMAND_INVALID, naming the line.
 */
export function parseList(text: string, name: string): Plan {
  const requests = text.split(/\r?\n/).flatMap((line, index) => {
    const written = line.trim()
    return written === '' || written.startsWith('#') ? [] : [parseLine(written, `${name}:${index + 1}`)]
  })
  return { requests, notes: [] }
}

function parseLine(line: string, place: string): PlannedRequest {
  const [, method = 'GET', address = '', body] = LINE.exec(line) ?? []
  const target = toTarget(address)
  if (target === undefined) {
    throw new Fault('COMMAND_INVALID', `${place}: '${line}' is no request; write a method and a path: GET /api/users`)
  }
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': guessType(body) }
  return { method: method.toUpperCase(), target, headers, body }
}

const guessType = (body: string): string =>
  /^[[{"]/.test(body) ? 'application/json' : 'application/x-www-form-urlencoded'

/** Path and query of a URL or of a path; undefined for what is neither. A path is left as it is written. */
export function toTarget(address: string): string | undefined {
  if (address.startsWith('/')) return address
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return undefined
  const { pathname, search } = new URL(address)
  return pathname + search
}
