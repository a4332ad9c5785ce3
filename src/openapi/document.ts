import type { Route } from '../routes/route.ts'
import { assemble } from './assemble.ts'
import { mergeBase } from './base.ts'
import { collectComponents, type WithComponents } from './components.ts'
import type { DocumentInput } from './document-input.ts'
import { dropBadExamples, dropFromSchema } from './examples.ts'
import { orderKeys } from './key-order.ts'
import { createTagger, ROOT_TAG } from './operation-name.ts'
import { collectOperations, type DocumentedOperation } from './operations.ts'
import { createJudge } from './schema-judge.ts'
import { collectSecurity } from './security.ts'
import type { InfoObject, OpenApiDocument } from './spec.ts'

/** The document, and what could not be said in it. */
export interface DocumentResult {
  readonly document: OpenApiDocument
  /** One sentence each, beginning with the route file where there is one. */
  readonly notes: readonly string[]
}

/**
 * Describes all routes as one OpenAPI 3.1 document, by the best source there is for each fact. The same input gives the
 * same document, key by key. Nothing throws: a schema that cannot be expressed is `{}` and has a note.
 */
export function toDocument(input: DocumentInput): DocumentResult {
  const notes: string[] = []
  const collected = collectOperations(input, notes)
  const components = checkExamples(collectComponents(collected, input.problem, notes), notes)
  const security = collectSecurity(components.operations, input.facts?.securitySchemes ?? {}, input.base ?? {}, notes)
  const generated = assemble(
    components.operations,
    { ...components.shared, securitySchemes: security },
    {
      info: toInfo(input),
      servers: [{ url: input.basePath === undefined || input.basePath === '' ? '/' : input.basePath }],
      security: [],
      tags: toTags(input.routes, components.operations),
    },
  )
  return { document: mergeBase(orderKeys(generated), input.base ?? {}), notes: [...new Set(notes)] }
}

function checkExamples({ operations, shared }: WithComponents, notes: string[]): WithComponents {
  const judge = createJudge(shared.schemas)
  const context = (place: string) => ({ judge, note: (text: string) => notes.push(`${place}: ${text}`) })
  return {
    operations: operations.map((one) => {
      return { ...one, operation: dropBadExamples(one.operation, context(one.operation.operationId)) }
    }),
    shared: { ...shared, schemas: mapEntries(shared.schemas, (schema, name) => dropFromSchema(schema, context(name))) },
  }
}

function mapEntries<Value>(
  values: Record<string, Value>,
  change: (value: Value, key: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]))
}

function toInfo({ title, version, description, license }: DocumentInput): InfoObject {
  return {
    title,
    version,
    ...(description !== undefined && description !== '' && { description }),
    // Linters ask for a licence. SPDX has `LicenseRef-` for what its list does not know.
    license:
      license === undefined || license === ''
        ? { name: 'Not stated', identifier: 'LicenseRef-not-stated' }
        : { name: license, identifier: license },
  }
}

function toTags(
  routes: readonly Route[],
  operations: readonly DocumentedOperation[],
): { name: string; description: string }[] {
  const tagOf = createTagger(routes.map((route) => route.pattern.segments))
  const folders = new Set(routes.map((route) => tagOf(route.pattern.segments)))
  const used = [...new Set(operations.flatMap(({ operation }) => operation.tags))].sort()
  return used.map((name) => ({ name, description: describeTag(name, folders) }))
}

function describeTag(name: string, folders: ReadonlySet<string>): string {
  if (name === ROOT_TAG) return 'Operations that lie in no folder of their own.'
  return folders.has(name) ? `Operations on \`${name}\`.` : `Operations tagged ${name}.`
}
