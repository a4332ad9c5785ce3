/** A Content-Type without its parameters, in lower case: `application/json`. Undefined for none. */
export function toEssence(contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined
  // The usual header needs no work.
  if (contentType === 'application/json') return contentType
  const [essence = ''] = contentType.split(';')
  return essence.trim().toLowerCase() || undefined
}

/** How a body of a media type is read. */
export type BodyKind = 'json' | 'form' | 'multipart' | 'text' | 'bytes'

/** RFC 6839 §3.1: `+json` is JSON whatever stands before it. */
export function toBodyKind(essence: string): BodyKind {
  if (essence === 'application/json' || essence.endsWith('+json')) return 'json'
  if (essence === 'application/x-www-form-urlencoded') return 'form'
  if (essence === 'multipart/form-data') return 'multipart'
  return essence.startsWith('text/') ? 'text' : 'bytes'
}

/** The entry for a media type: its own, then `text/*`, then the wildcard of all types; RFC 9110 §12.5.1 orders them so. */
export function matchMedia<Value>(entries: ReadonlyMap<string, Value>, essence: string): Value | undefined {
  const own = entries.get(essence)
  if (own !== undefined || entries.size === 0) return own
  return entries.get(`${essence.split('/')[0] ?? ''}/*`) ?? entries.get('*/*')
}
