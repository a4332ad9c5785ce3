import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import type { DocumentedOperation } from './operations.ts'
import type { OpenApiDocument } from './spec.ts'

const KINDS = ['schemas', 'responses', 'securitySchemes'] as const

/** Shared parts by kind and name. */
export type Components = Readonly<Record<(typeof KINDS)[number], object>>

/** Puts operations and shared parts together as an OpenAPI 3.1 document. */
export function assemble(
  operations: readonly DocumentedOperation[],
  shared: Components,
  head: Pick<OpenApiDocument, 'info' | 'servers' | 'security' | 'tags'>,
): OpenApiDocument {
  const registry = new OpenAPIRegistry()
  for (const kind of KINDS) {
    for (const [name, part] of Object.entries(shared[kind])) registry.registerComponent(kind, name, part)
  }
  for (const { path, method, operation } of operations) {
    const { requestBody, ...rest } = operation
    const route = { ...rest, method, path, ...(requestBody && { request: { body: requestBody } }) }
    // The registry's types are those of openapi3-ts: the same objects, only mutable.
    registry.registerPath(route as unknown as RouteConfig)
  }
  type Head = Parameters<OpenApiGeneratorV31['generateDocument']>[0]
  const generator = new OpenApiGeneratorV31(registry.definitions)
  const generated = generator.generateDocument({ openapi: '3.1.1', ...head } as unknown as Head)
  const { webhooks: _none, components = {}, ...document } = generated
  // The generator writes `parameters: {}` where there are none.
  const used = Object.entries(components).filter(([, entries]) => Object.keys(entries).length > 0)
  return { ...document, components: Object.fromEntries(used) } as unknown as OpenApiDocument // the way back
}
