import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ProblemOptions } from './config/options.ts'
import type { Folder } from './folder.ts'
import { WEB_METHODS } from './module/endpoint.ts'
import type { RouteContract } from './openapi/read-contract.ts'
import type { DocumentResult } from './openapi/document.ts'
import type { ProjectFacts } from './schema/facts.ts'
import { isObject, type JsonObject } from './schema/json.ts'

interface Loaded {
  readonly contracts: Map<string, RouteContract>
  readonly methods: Map<string, readonly string[]>
}

// Contracts are values, so the modules that hold them must run. One that fails is described by what is known without.
async function loadContracts(folder: Folder): Promise<Loaded> {
  const loaded: Loaded = { contracts: new Map(), methods: new Map() }
  for (const route of folder.table.routes) {
    try {
      const { endpoint, contract } = await folder.serve(route)
      if (contract) loaded.contracts.set(route.name, contract)
      if (endpoint.style === 'web') {
        loaded.methods.set(
          route.name,
          WEB_METHODS.filter((method) => endpoint.handlers[method]),
        )
      }
    } catch {
      continue
    }
  }
  return loaded
}

async function readJson(file: string): Promise<JsonObject | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

export interface DescribeOptions {
  /** The folder of the `base.json` that says the rest by hand. Default: the project's `openapi`. */
  readonly baseDir?: string | undefined
  /** The project's own error format. */
  readonly problem?: ProblemOptions | undefined
}

/**
 * Describes a folder as an OpenAPI document: contracts from its modules, facts from inference, title and version from
 * its package.json, and what its `openapi/base.json` says by hand.
 *
 * @param facts What inference found; undefined describes contracts, exports and paths alone.
 */
export async function describeFolder(
  folder: Folder,
  facts: ProjectFacts | undefined,
  options: DescribeOptions = {},
): Promise<DocumentResult> {
  const { dir } = folder.project
  const { aboutDir } = folder
  const [{ toDocument }, { loadBase }] = await Promise.all([
    import('./openapi/document.ts'),
    import('./openapi/write.ts'),
  ])
  const about = (await readJson(path.join(aboutDir, 'package.json'))) ?? {}
  return toDocument({
    title: text(about['name']) ?? path.basename(dir),
    version: text(about['version']) ?? '0.0.0',
    description: text(about['description']),
    license: text(about['license']),
    routes: folder.table.routes,
    facts,
    ...(await loadContracts(folder)),
    base: await loadBase(options.baseDir ?? path.join(aboutDir, 'openapi')),
    basePath: folder.config.basePath,
    problem: options.problem,
  })
}
