import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonSchema } from '../schema/facts.ts'
import { COMPONENT, mapRefs } from '../schema/walk.ts'

/** One way in which a value is not what a schema says. */
export interface Drift {
  /** JSON Pointer into the value; empty for the value as a whole. */
  readonly pointer: string
  readonly detail: string
}

/** Holds values against schemas of one document. */
export interface SchemaJudge {
  /** What is wrong with a value, no more than ten things; empty when it fits or the schema cannot be compiled. */
  check(schema: JsonSchema, value: unknown): readonly Drift[]
}

const MOST_DRIFTS = 10

/** Prepares a judge; a schema is compiled when first asked about. `components` are what references lead to. */
export function createJudge(components: Readonly<Record<string, JsonSchema>>): SchemaJudge {
  // Not strict: a document may hold `x-` extensions, formats of its own and OpenAPI's keywords.
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
  formats.default(ajv)
  for (const [name, schema] of Object.entries(components)) ajv.addSchema(local(schema), ID + name)
  const compiled = new WeakMap<JsonSchema, ValidateFunction>()
  // Many operations have the same few schemas; compiling one costs a hundred times what comparing its text does.
  const byText = new Map<string, ValidateFunction>()
  const compile = (schema: JsonSchema): ValidateFunction => {
    const before = compiled.get(schema)
    if (before) return before
    const text = JSON.stringify(schema)
    const made = byText.get(text) ?? compileOrAccept(ajv, schema)
    byText.set(text, made)
    compiled.set(schema, made)
    return made
  }
  return {
    check(schema, value) {
      const validate = compile(schema)
      return validate(value) ? [] : (validate.errors ?? []).slice(0, MOST_DRIFTS).map(toDrift)
    },
  }
}

// A component is a schema of its own to ajv, so that one bad component does not spoil the others.
const ID = 'component:'

function local(schema: JsonSchema): JsonSchema {
  return mapRefs(schema, (ref) => (ref.startsWith(COMPONENT) ? ID + ref.slice(COMPONENT.length) : ref))
}

function compileOrAccept(ajv: Ajv2020, schema: JsonSchema): ValidateFunction {
  try {
    return ajv.compile(local(schema))
  } catch {
    return ajv.compile(true)
  }
}

function toDrift({
  instancePath,
  message = 'does not fit',
  params,
}: NonNullable<ValidateFunction['errors']>[0]): Drift {
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty']
  return { pointer: instancePath, detail: typeof extra === 'string' ? `${message} (${extra})` : message }
}
