/**
 * The formats of JSON Schema 2020-12 and of the OpenAPI format registry that validators know. They refuse others in
 * strict mode.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
 * @see https://spec.openapis.org/registry/format/
 */
const KNOWN_FORMATS: ReadonlySet<unknown> = new Set([
  'binary',
  'byte',
  'date',
  'date-time',
  'double',
  'duration',
  'email',
  'float',
  'hostname',
  'idn-email',
  'idn-hostname',
  'int32',
  'int64',
  'ipv4',
  'ipv6',
  'iri',
  'iri-reference',
  'json-pointer',
  'password',
  'regex',
  'relative-json-pointer',
  'time',
  'uri',
  'uri-reference',
  'uri-template',
  'uuid',
])

/** True for a format that validators know. */
export function isKnownFormat(format: unknown): boolean {
  return KNOWN_FORMATS.has(format)
}

/** Takes out a format that nobody but its library knows, such as `cuid`: the pattern beside it says what it is. */
export function dropUnknownFormat(schema: { format?: unknown }): void {
  if (schema.format !== undefined && !KNOWN_FORMATS.has(schema.format)) delete schema.format
}
