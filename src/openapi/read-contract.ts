import { isObject, type JsonObject } from '../schema/json.ts'
import type { Contract, ContractMethod, Operation } from './contract.ts'

/** The contract found in a route file or beside it. */
export interface RouteContract {
  readonly operations: Contract
  /** True when the contract names every method of the route, so others are refused; false for contracts per handler. */
  readonly exclusive: boolean
}

/** Where to look for a contract. */
export interface ContractSources {
  /** The route file's module namespace. */
  readonly exports: object
  /** The namespace of `openapi.ts` beside a `route.ts`, if there is one. */
  readonly beside?: object | undefined
}

const METHODS: readonly ContractMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Reads the contract of a route, whichever legal form it has: `export const openapi`, `handler.openapi`,
 * `GET.openapi` (what `operation()` sets), or an `openapi.ts` beside the file whose `openapi` or default export, or
 * exports by method, hold it. What stands nearest to the handler wins.
 *
 * @returns undefined when there is none; what is malformed is ignored.
 */
export function readContract({ exports, beside }: ContractSources): RouteContract | undefined {
  const named = { ...exports } as JsonObject // a module namespace: any value under any name
  const webStyle = METHODS.some((method) => typeof named[method] === 'function')
  const operations = {
    ...fromBeside(beside),
    ...toContract(named['openapi']),
    ...fromDefault(named),
    ...perHandler(named),
  }
  if (Object.keys(operations).length === 0) return undefined
  return { operations, exclusive: !webStyle }
}

/** Whether answers of an operation are to be compared with its contract; true unless it says otherwise. */
export function checksResponses({ validate }: Operation): boolean {
  return isObject(validate) ? validate['response'] !== false : validate !== false
}

/** Whether a contract says what a method answers; HEAD is answered as GET. */
export function statesAnswers({ operations }: RouteContract, method: string | undefined): boolean {
  const found = METHODS.find((one) => one === (method === 'HEAD' && !operations.HEAD ? 'GET' : method))
  const spec = found && operations[found]
  return spec?.responses !== undefined && checksResponses(spec)
}

function fromBeside(beside: object | undefined): Contract {
  if (!beside) return {}
  const named = { ...beside } as JsonObject // a module namespace, as above
  return { ...toContract(named), ...toContract(named['default']), ...toContract(named['openapi']) }
}

function fromDefault(named: JsonObject): Contract {
  const handler = named['default']
  return typeof handler === 'function' && 'openapi' in handler ? toContract(handler.openapi) : {}
}

function perHandler(named: JsonObject): Contract {
  const found = METHODS.flatMap((method) => {
    const handler = named[method]
    return typeof handler === 'function' && 'openapi' in handler && isOperation(handler.openapi)
      ? [[method, handler.openapi] as const]
      : []
  })
  return Object.fromEntries(found)
}

function toContract(value: unknown): Contract {
  if (!isObject(value)) return {}
  return Object.fromEntries(METHODS.flatMap((method) => (isOperation(value[method]) ? [[method, value[method]]] : [])))
}

// The author's own value, typed by `satisfies Contract`; each part is looked at again where it is used.
function isOperation(value: unknown): value is Operation {
  return isObject(value)
}
