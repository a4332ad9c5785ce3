import { existsSync } from 'node:fs'
import type { Route } from '../routes/route.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import type { Compiler } from './compiler/compiler.ts'
import { openCompiler } from './compiler/open-compiler.ts'
import { type ProjectConfig, readProjectConfig } from './compiler/project-config.ts'
import { assemble, createEngine, type Engine } from './engine.ts'
import type { RouteDraft } from './facts/project-facts.ts'
import { createDependencies, type Dependencies } from './modules/dependencies.ts'
import { createResolver } from './modules/resolve.ts'
import { toPathFacts } from './path-facts.ts'

export interface SessionInput {
  readonly dir: string
  readonly routes: readonly Route[]
  onProgress(done: number, total: number): void
}

/** A project under inference, kept open so that an edit costs one route. */
export interface Session {
  /** Everything that is known now. */
  facts(): ProjectFacts
  /** Files of the project that the facts depend on. */
  files(): readonly string[]
  /** Reads changed files again, and the routes that depend on them. `routes` replaces the list when given. */
  update(files: readonly string[], routes: readonly Route[] | undefined): Promise<void>
  close(): void
}

/** Opens a compiler over a project and infers all of its routes. */
export async function openSession(input: SessionInput): Promise<Session> {
  const { dir } = input
  let routes = input.routes
  let config = readProjectConfig(dir)
  let compiler = await open(dir, routes, config)
  let dependencies = createDependencies(createResolver(config))
  let drafts = new Map<string, RouteDraft>()

  const infer = (wanted: readonly Route[]): void => {
    const engine: Engine | undefined = compiler && createEngine({ dir, compiler, config })
    wanted.forEach((route, index) => {
      drafts.set(route.name, engine ? engine.inferRoute(route) : { facts: toPathFacts(route), components: new Map() })
      input.onProgress(index + 1, wanted.length)
    })
  }
  const reopen = async (): Promise<void> => {
    compiler?.close()
    config = readProjectConfig(dir)
    compiler = await open(dir, routes, config)
    dependencies = createDependencies(createResolver(config))
    drafts = new Map()
    infer(routes)
  }
  infer(routes)
  return {
    facts: () =>
      assemble(
        routes.flatMap((route) => drafts.get(route.name) ?? []),
        compiler,
      ),
    files: () => [...new Set([...(compiler?.files() ?? []), ...config.files, ...routes.map((route) => route.file)])],
    async update(files, next) {
      const isReshaped =
        (next && !isSameList(next, routes)) || files.some((file) => /(ts|js)config.*\.json$/.test(file))
      routes = next ?? routes
      if (isReshaped || !compiler) return reopen()
      const known = new Set(compiler.files())
      // A file that came or went can change what an import means; one that is gone still tells who imported it.
      const isMoved = files.some((file) => !known.has(file) || !existsSync(file))
      const stale = isMoved ? affected(routes, files, dependencies) : []
      compiler.update(files)
      if (isMoved) dependencies = createDependencies(createResolver(config))
      else dependencies.forget(files)
      // Nothing imports ambient declarations, and everything may use them.
      const isAmbient = files.some((file) => file.endsWith('.d.ts'))
      infer(isAmbient ? routes : [...new Set([...stale, ...affected(routes, files, dependencies)])])
      return undefined
    },
    close: () => compiler?.close(),
  }
}

function open(dir: string, routes: readonly Route[], config: ProjectConfig): Promise<Compiler | undefined> {
  return openCompiler({ dir, files: routes.map((route) => route.file), config })
}

function isSameList(one: readonly Route[], other: readonly Route[]): boolean {
  return one.length === other.length && one.every((route, index) => route.file === other[index]?.file)
}

function affected(routes: readonly Route[], files: readonly string[], dependencies: Dependencies): Route[] {
  const changed = new Set(files)
  return routes.filter((route) => changed.has(route.file) || dependencies.reaches(route.file, changed))
}
