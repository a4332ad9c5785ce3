function decode(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value // A value that does not decode stays as it was sent.
  }
}

/**
 * Reads a `Cookie` header as the Pages Router does: the first of two equal names wins, quotes around a value are cut
 * off, values are percent-decoded, names are not.
 *
 * @param header The header's text; undefined gives an empty object.
 */
export function parseCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {}
  if (!header) return cookies
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals < 0) continue
    const name = pair.slice(0, equals).trim()
    let value = pair.slice(equals + 1).trim()
    if (value.startsWith('"')) value = value.slice(1, -1)
    if (Object.hasOwn(cookies, name)) continue
    setOwn(cookies, name, decode(value))
  }
  return cookies
}

/** Sets a property whose name came from outside; `__proto__` becomes an ordinary one. */
export function setOwn<T>(target: Record<string, T>, name: string, value: T): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
  } else {
    target[name] = value
  }
}
