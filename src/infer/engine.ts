import type { Route } from '../routes/route.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import type { Compiler } from './compiler/compiler.ts'
import type { ProjectConfig } from './compiler/project-config.ts'
import { componentsFor, type RouteDraft, toProjectFacts } from './facts/project-facts.ts'
import { toRouteFacts } from './facts/route-facts.ts'
import { createFactTools, type FactTools } from './facts/tools.ts'
import { createFlow } from './flow/create-flow.ts'
import { createFindings } from './flow/findings.ts'
import type { FlowProject } from './flow/flow.ts'
import { createModules } from './flow/modules.ts'
import { runRoute } from './flow/run-route.ts'
import { createResolver } from './modules/resolve.ts'
import type { DraftComponents } from './shape/components.ts'

export interface EngineInput {
  readonly dir: string
  readonly compiler: Compiler
  readonly config: ProjectConfig
}

/** Infers routes over one reading of a project. */
export interface Engine {
  /** The facts of one route. A route that cannot be understood has notes instead; this never throws. */
  inferRoute(route: Route): RouteDraft
}

/** Everything known is shared by all routes, so a helper or type is looked at once. */
export function createEngine({ dir, compiler, config }: EngineInput): Engine {
  const components: DraftComponents = new Map()
  const tools = createFactTools(compiler, dir, components)
  const project = createFlowProject({ dir, compiler, config })
  return { inferRoute: (route) => inferRoute(route, { project, tools, components }) }
}

function createFlowProject({ dir, compiler, config }: EngineInput): FlowProject {
  const modules = createModules({
    compiler,
    resolve: createResolver(config),
    createFlow: (state) => createFlow({ project, findings: createFindings(), style: 'node', state, isLoading: true }),
  })
  const project: FlowProject = { dir, compiler, modules, shared: new WeakSet(), summaries: new Map() }
  return project
}

interface Inferring {
  readonly project: FlowProject
  readonly tools: FactTools
  readonly components: DraftComponents
}

function inferRoute(route: Route, { project, tools, components }: Inferring): RouteDraft {
  try {
    const facts = toRouteFacts(route, runRoute(project, route), tools)
    return { facts, components: componentsFor(facts, components) }
  } catch (error) {
    // One route that trips the analysis must not take the document with it.
    const reason = error instanceof Error ? error.message : String(error)
    const notes = [`inference failed: ${reason}`]
    const facts = { name: route.name, path: route.pattern.path, operations: [], anyMethod: true, notes }
    return { facts, components: new Map() }
  }
}

/** The facts of a whole project, from those of its routes. */
export function assemble(drafts: readonly RouteDraft[], compiler: Compiler | undefined): ProjectFacts {
  return toProjectFacts(drafts, compiler?.name ?? 'none')
}
