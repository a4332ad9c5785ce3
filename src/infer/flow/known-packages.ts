import type { BodyFormat, Value } from './value.ts'

/** Calls that take the response but only read or set cookies and headers. */
const HARMLESS =
  /session|token|auth|user|cookie|csrf|cors|helmet|rate|limit|middleware|log|trace|span|initialize|nocache|locale|i18n|draft|preview/i

/** True when handing the response to this call is not known to answer anything. */
export function isHarmless(callee: Value): boolean {
  return HARMLESS.test(nameOf(callee))
}

/** How a call that is given the whole request reads its body; undefined when it does not. */
export function bodyReaderFormat(callee: Value): BodyFormat | undefined {
  const name = nameOf(callee)
  if (/formidable|busboy|multer|multiparty|multipart|parseForm|uploadFile/i.test(name)) return 'form'
  if (/(^|[:.])(json)$/.test(name)) return 'json'
  if (/(^|[:.])(text)$/.test(name)) return 'text'
  if (/raw-?body|rawBody|getBuffer|(^|[:.])buffer$|readBody|streamToBuffer/i.test(name)) return 'binary'
  return undefined
}

function nameOf(callee: Value): string {
  if (callee.kind === 'external') return `${callee.module}:${[callee.name, ...callee.members].join('.')}`
  if (callee.kind === 'made') return nameOf(callee.by)
  if (callee.kind === 'opaque') return `${callee.target ? nameOf(callee.target) : ''}.${callee.name ?? ''}`
  return ''
}
