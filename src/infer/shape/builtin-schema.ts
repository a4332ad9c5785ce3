import type { JsonSchema } from '../../schema/facts.ts'

const BINARY: JsonSchema = { type: 'string', contentMediaType: 'application/octet-stream' }
const EMPTY =
  /^(Map|Set|WeakMap|WeakSet|RegExp|Error|ArrayBuffer|FormData|URLSearchParams|Headers|Response|NextResponse)$/

const ZOD_ISSUE: JsonSchema = {
  type: 'object',
  properties: {
    code: { type: 'string' },
    path: { type: 'array', items: { type: ['string', 'number'] } },
    message: { type: 'string' },
  },
  required: ['code', 'path', 'message'],
}

const BYTE: JsonSchema = { type: 'integer', minimum: 0, maximum: 255 }

/** What `JSON.stringify` makes of a library's own classes. */
export function builtinSchema(name: string, note: (text: string) => void): JsonSchema {
  if (name === 'Date') return { type: 'string', format: 'date-time' }
  if (name === 'ZodIssue') return ZOD_ISSUE
  if (name === 'URL') return { type: 'string', format: 'uri' }
  if (name === 'Buffer') {
    const properties = { type: { const: 'Buffer' }, data: { type: 'array', items: BYTE } }
    return { type: 'object', properties, required: ['type', 'data'] }
  }
  if (/^(File|Blob|ReadableStream|Readable|Stream)$/.test(name)) return BINARY
  if (EMPTY.test(name)) {
    note(`a ${name} is {} in JSON: what it holds is lost`)
    return { type: 'object' }
  }
  return { type: 'object', additionalProperties: { type: 'number' } }
}
