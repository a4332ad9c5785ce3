import type { Route } from '../../routes/route.ts'
import type { OperationFacts, RouteFacts } from '../../schema/facts.ts'
import type { FoundResponse } from '../flow/findings.ts'
import { type MethodSet, OTHER_METHODS, toMethodNames, toMethodSet } from '../flow/method-set.ts'
import type { RouteRun } from '../flow/run-route.ts'
import type { DocComment } from '../syntax/doc-comment.ts'
import { toBody } from './body.ts'
import { toParameters } from './parameters.ts'
import { toResponses } from './responses.ts'
import { toSecurity } from './security.ts'
import type { FactTools } from './tools.ts'

/** What running a route's handlers says about its operations. */
export function toRouteFacts(route: Route, run: RouteRun, tools: FactTools): RouteFacts {
  const { methods, isAny, bits } = toMethods(run)
  const operations = methods.map((method) => {
    tools.notes.clear()
    return toOperation(
      { route, run, method, set: bits.get(method) ?? toMethodSet(method), isGuess: isAny && bits.has(method) },
      tools,
    )
  })
  const shared = [...run.findings.notes]
  return {
    name: route.name,
    path: route.pattern.path,
    operations,
    anyMethod: isAny,
    methodsCertain: !isAny && operations.length > 0 && !run.isWrapped && !isUncertain(run),
    notes: shared.toSorted((one, other) => (one < other ? -1 : 1)),
  }
}

function isUncertain({ unanswered, exported, findings }: RouteRun): boolean {
  return (
    exported === undefined &&
    (unanswered & ~answeredBy(findings.responses) & OTHER_METHODS) !== 0 &&
    findings.touched === 0
  )
}

const answeredBy = (responses: readonly FoundResponse[]): MethodSet =>
  responses.reduce((all, response) => all | response.methods, 0)

interface Methods {
  readonly methods: readonly string[]
  readonly isAny: boolean
  /** The set a guessed method stands for. */
  readonly bits: ReadonlyMap<string, MethodSet>
}

/**
 * The methods a handler serves. One whose only outcome is 405 is not served. Where even a method the code never names
 * gets an answer, the handler takes any: one operation is then a guess, POST when a body is read and GET otherwise.
 */
function toMethods(run: RouteRun): Methods {
  if (run.exported) return { methods: run.exported, isAny: false, bits: new Map() }
  const { responses, touched, reads, wholes } = run.findings
  let served = 0
  let refused = 0
  let answered = 0
  for (const { status, methods, isFailure } of responses) {
    answered |= methods
    if (status === 405) refused |= methods
    else if (status === 'default' ? !isFailure : status < 400) served |= methods
  }
  const isNamed = touched !== 0
  // Where methods are told apart, one that only ever fails is refused too, whatever the status.
  const others = answered & ~refused & (isNamed ? ~OTHER_METHODS : ~0)
  const open = run.unanswered & ~answered & (isNamed ? touched : ~0)
  const ok = (served | others | open) & ~likeAnyOther(run, served | open)
  const explicit = toMethodNames(ok & touched)
  const isAny = (ok & OTHER_METHODS) !== 0 || (run.nodes.size > 0 && explicit.length === 0 && !isNamed)
  if (!isAny) return { methods: explicit, isAny, bits: new Map() }
  const hasBody = [...reads, ...wholes].some((part) => part.place === 'body' && part.methods & OTHER_METHODS)
  const guess = hasBody ? 'POST' : 'GET'
  if (explicit.includes(guess)) return { methods: explicit, isAny, bits: new Map() }
  return { methods: [...explicit, guess], isAny, bits: new Map([[guess, OTHER_METHODS]]) }
}

/** Methods that get just what one gets that the code never names, where that is nothing but failures. */
function likeAnyOther({ findings, unanswered }: RouteRun, served: MethodSet): MethodSet {
  // A handler that names no method and always fails is described as it is.
  if ((served & OTHER_METHODS) !== 0 || findings.touched === 0) return 0
  let alike = ~0
  for (const methods of [unanswered, ...findings.responses.map((response) => response.methods)])
    alike &= (methods & OTHER_METHODS) !== 0 ? methods : ~methods
  return alike
}

interface OperationInput {
  readonly route: Route
  readonly run: RouteRun
  readonly method: string
  readonly set: MethodSet
  readonly isGuess: boolean
}

function toOperation({ route, run, method, set, isGuess }: OperationInput, tools: FactTools): OperationFacts {
  const { findings } = run
  const own = <T extends { readonly methods: MethodSet }>(list: readonly T[]): T[] =>
    list.filter((item) => item.methods & set)
  const reads = own(findings.reads)
  const wholes = own(findings.wholes)
  const responses = own(findings.responses).filter((response) => run.exported !== undefined || response.status !== 405)
  const isBodiless = method === 'GET' || method === 'HEAD'
  const body = isBodiless ? undefined : toBody({ reads, wholes, tools })
  const security = toSecurity(reads)
  const facts: OperationFacts = {
    method,
    ...toDocs(docsOf(run, method, set)),
    parameters: toParameters({ route, reads, wholes, tools }),
    ...(body ? { body } : {}),
    responses: toResponses(responses, tools),
    ...(security ? { security } : {}),
    notes: [],
    known: tools.known(isGuess ? 'guess' : 'literal', run.nodes.get(method) ?? run.nodes.get('*')),
  }
  return { ...facts, notes: [...tools.notes] }
}

function docsOf({ docs, findings }: RouteRun, method: string, set: MethodSet): DocComment | undefined {
  const own = findings.docs.find((found) => found.methods === set)?.docs
  return own ?? docs.get(method) ?? docs.get('*')
}

function toDocs(docs: DocComment | undefined): Pick<OperationFacts, 'summary' | 'description' | 'tags' | 'deprecated'> {
  if (!docs) return {}
  const [first = '', ...rest] = docs.text.split('\n')
  const summary = first.trim().replace(/\.$/, '')
  const description = rest.join('\n').trim()
  const tags = docs.tags
    .filter((tag) => tag.name === 'tag' || tag.name === 'tags')
    .flatMap((tag) => tag.text.split(/[,\s]+/).filter((name) => name !== ''))
  return {
    ...(summary ? { summary } : {}),
    ...(description ? { description } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(docs.tags.some((tag) => tag.name === 'deprecated') ? { deprecated: true } : {}),
  }
}
