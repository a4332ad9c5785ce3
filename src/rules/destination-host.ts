import { ruleFault } from './rule-fault.ts'
import { unescapeParams, type Template } from './template.ts'
import type { RuleParams } from './rule.ts'

export interface OriginOptions {
  /** Params that source and conditions can capture. */
  readonly names: readonly string[]
  /** Where the destination was written, for the message. */
  readonly place: string
}

/**
 * Compiles the origin of an absolute destination. A param may be one label of the host and no more: were it the end
 * of the name, the client would choose where the request goes (GHSA-p9j2-gv94-2wf4).
 *
 * @param url The parsed destination, its params escaped.
 * @returns Fills it; undefined when a value is not a DNS label, so that the rule does not apply.
 * @throws {Fault} CONFIG_INVALID, when the host does not end in a fixed domain.
 */
export function compileOrigin(
  url: URL,
  options: OriginOptions,
): { readonly names: readonly string[]; readonly fill: Template } {
  const host = unescapeParams(url.hostname)
  const password = url.password === '' ? '' : `:${url.password}`
  const before = `${url.protocol}//${url.username === '' ? '' : `${unescapeParams(url.username + password)}@`}`
  const after = url.port === '' ? '' : `:${url.port}`
  const fixed = before + host + after
  if (host === url.hostname) return { names: [], fill: () => fixed }
  const parts = host.split(/:([a-z_]\w*)/)
  if (!/^\.[^:]*[^:.]$/.test(parts.at(-1) ?? '')) {
    throw ruleFault(
      `${options.place}.destination`,
      `"${host}" lets a request choose the host; end it in a fixed domain`,
    )
  }
  const names = parts.filter(isParam).map((part) => toName(part, options.names))
  return {
    names,
    fill: (params) => {
      const filled = fillHost(parts, names, params)
      return filled === undefined ? undefined : before + filled + after
    },
  }
}

/** `split` by a captured name puts names at the odd places. */
function isParam(_part: string, at: number): boolean {
  return at % 2 === 1
}

/** A URL parser writes hosts in lower case, param names too. */
function toName(lower: string, names: readonly string[]): string {
  return names.find((name) => name.toLowerCase() === lower) ?? lower
}

// RFC 1123 §2.1: letters, digits and hyphens, at most 63 of them.
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

function fillHost(parts: readonly string[], names: readonly string[], params: RuleParams): string | undefined {
  const labels = names.map((name) => params[name])
  if (!labels.every((label) => typeof label === 'string' && LABEL.test(label))) return undefined
  return parts.map((part, at) => (isParam(part, at) ? labels[(at - 1) / 2] : part)).join('')
}
