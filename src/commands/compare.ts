import path from 'node:path'
import { compareServers, type Comparison } from '../compare/compare-servers.ts'
import { toComparisonText } from '../compare/comparison-text.ts'
import { compileIgnored } from '../compare/difference.ts'
import { parsePlan, readPlan } from '../compare/read-plan.ts'
import { SAFE_METHODS, type Plan } from '../compare/request.ts'
import { Fault } from '../errors.ts'
import { choosePaint } from '../paint.ts'
import type { CommandContext, CommandInput, Flags } from './command.ts'

const TIMEOUT_MS = 10_000
const CONCURRENCY = 4

/** Sends the same requests to two servers and shows where the answers differ; exit code 1 when they do. */
export async function compare({ flags, operands = [] }: CommandInput, context: CommandContext): Promise<number> {
  const [a, b] = [parseBase(operands[0], 'urlA'), parseBase(operands[1], 'urlB')]
  const { requests, notes } = await findPlan(flags, [b, a])
  const methods = toList(flags['method']).flatMap((text) => text.toUpperCase().split(','))
  const wanted = methods.length > 0 ? methods : SAFE_METHODS
  const chosen = requests.filter(({ method }) => wanted.includes(method))
  const left = requests.length - chosen.length
  if (left > 0)
    notes.push(`${left} by other methods were not sent; --method ${SAFE_METHODS.join(',')},POST,… sends them`)
  if (chosen.length === 0) throw new Fault('COMMAND_INVALID', `no request by ${wanted.join(' or ')} to send`)
  const comparisons = await compareServers(chosen, {
    a,
    b,
    headers: parseHeaders(toList(flags['header'])),
    isIgnored: compileIgnored(toList(flags['ignore'])),
    timeoutMs: parseCount(flags, 'timeout', TIMEOUT_MS),
    concurrency: parseCount(flags, 'concurrency', CONCURRENCY),
  })
  tell({ comparisons, notes, json: flags['json'] === true }, context)
  return comparisons.some(({ differences }) => differences.length > 0) ? 1 : 0
}

interface Told {
  readonly comparisons: readonly Comparison[]
  readonly notes: readonly string[]
  readonly json: boolean
}

function tell({ comparisons, notes, json }: Told, context: CommandContext): void {
  if (json) {
    context.out(JSON.stringify({ comparisons, notes }, undefined, 2))
    return
  }
  for (const note of notes) context.err(`note: ${note}`)
  context.out(toComparisonText(comparisons, choosePaint(context.environment, process.stdout.isTTY)))
}

function parseBase(text: string | undefined, name: string): URL {
  if (text === undefined) throw new Fault('COMMAND_INVALID', `command line: <${name}> is missing`)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new Fault(
    'COMMAND_INVALID',
    `command line: <${name}> must be a URL such as http://localhost:3000, not '${text}'`,
  )
}

async function findPlan(flags: Flags, bases: readonly URL[]): Promise<Plan & { notes: string[] }> {
  const { from } = flags
  const plan = typeof from === 'string' ? await readPlan(path.resolve(from)) : await fetchPlan(bases)
  return { requests: plan.requests, notes: [...plan.notes] }
}

// rehost serves its document; whichever of the two it is, the document is there.
async function fetchPlan(bases: readonly URL[]): Promise<Plan> {
  for (const base of bases) {
    const url = `${base.href.replace(/\/$/, '')}/openapi.json`
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return parsePlan(await response.text(), url)
  }
  throw new Fault(
    'COMMAND_INVALID',
    'neither server has /openapi.json: name an OpenAPI document, a HAR file or a list with --from',
  )
}

const toList = (value: Flags[string]): string[] => [value].flat().filter((one) => typeof one === 'string')

function parseHeaders(lines: readonly string[]): Record<string, string> {
  const entries = lines.map((line): [string, string] => {
    const [, name, value] = /^([!#$%&'*+.^`|~\w-]+):\s*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) {
      throw new Fault('COMMAND_INVALID', `command line: --header must be 'Name: value', not '${line}'`)
    }
    return [name.toLowerCase(), value]
  })
  return Object.fromEntries(entries)
}

function parseCount(flags: Flags, name: string, otherwise: number): number {
  const text = flags[name]
  if (text === undefined) return otherwise
  const count = /^\d+$/.test(String(text)) ? Number(text) : 0
  if (count > 0) return count
  throw new Fault('COMMAND_INVALID', `command line: --${name} must be a whole number from 1 up, not '${String(text)}'`)
}
