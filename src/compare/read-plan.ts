import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Fault } from '../errors.ts'
import { isObject } from '../schema/json.ts'
import { parseHar } from './from-har.ts'
import { parseList } from './from-list.ts'
import { planDocument } from './from-openapi.ts'
import type { Plan } from './request.ts'

/**
 * Reads the requests of a file: an OpenAPI document in JSON or YAML, an HTTP archive, or a list.
 *
 * @throws {Fault} COMMAND_INVALID, when it cannot be read or is none of them.
 */
export async function readPlan(file: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Fault('COMMAND_INVALID', `${file} cannot be read`, { cause })
  })
  return parsePlan(text, path.basename(file))
}

/** The same for the text of a file; `name` is what messages call it, and tells YAML and lists apart. */
export async function parsePlan(text: string, name: string): Promise<Plan> {
  const value = await parseData(text, name)
  if (value === undefined) return parseList(text, name)
  if (isObject(value) && isObject(value['paths'])) return planDocument(value)
  if (isObject(value) && isObject(value['log'])) return parseHar(value)
  throw new Fault('COMMAND_INVALID', `${name} is neither an OpenAPI document nor an HTTP archive`)
}

async function parseData(text: string, name: string): Promise<unknown> {
  const isYaml = /\.ya?ml$/.test(name)
  if (!isYaml && !/^\s*\{/.test(text)) return undefined
  try {
    return isYaml ? (await import('yaml')).parse(text) : JSON.parse(text)
  } catch (cause) {
    throw new Fault('COMMAND_INVALID', `${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
