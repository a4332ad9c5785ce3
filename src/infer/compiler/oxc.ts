import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { EsNode } from '../syntax/estree-node.ts'
import { fromEstree } from '../syntax/from-estree.ts'
import type { Source } from '../syntax/tree.ts'
import type { Compiler } from './compiler.ts'
import type { ProgramInput } from './compiler-options.ts'

/** A parser without a type checker: methods, statuses, names and zod schemas are still read, types are not. */
export async function openOxc(_input: ProgramInput): Promise<Compiler> {
  const { parseSync } = await import('oxc-parser')
  let sources = new Map<string, Source | undefined>()
  const read = (file: string): Source | undefined => {
    try {
      const text = readFileSync(file, 'utf8')
      const { program, errors } = parseSync(file, text)
      // oxc's declarations are ESTree with TypeScript; `EsNode` lists the fields of it that are read.
      return errors.some((error) => error.severity === 'Error') && program.body.length === 0
        ? undefined
        : fromEstree(file, text, program as unknown as EsNode)
    } catch {
      return undefined
    }
  }
  return {
    name: `oxc ${versionOf()}`,
    types: undefined,
    source(file) {
      if (!sources.has(file)) sources.set(file, read(file))
      return sources.get(file)
    },
    files: () => [...sources.keys()],
    update() {
      sources = new Map()
    },
    close: () => {},
  }
}

function versionOf(): string {
  const json: unknown = createRequire(import.meta.url)('oxc-parser/package.json')
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : ''
}
