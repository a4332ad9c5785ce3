import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../errors.ts'
import { toCodeFrame, type Place } from './code-frame.ts'
import type { Manifest } from './manifest.ts'
import type { CompileError } from './source.ts'

/** Where the modules that may be at fault come from. */
export interface Origin {
  /** The project folder. */
  readonly dir: string
  readonly outputs: Manifest['outputs']
}

const NO_EXPORT = /requested module '\.\/([^']+)' does not provide an export named '([^']+)'/
const FRAME = /(?:\(|^\s*at (?:async )?|^)((?:file:\/\/)?\/[^()]*?|[A-Za-z]:[\\/][^()]*?):(\d+)(?::(\d+))?\)?$/

/** A file that does not compile, as a fault that shows the place. */
export function toCompileFault({ message, place, frame }: CompileError): Fault {
  const at = `${place.file}:${place.line}:${place.column}`
  return new Fault('COMPILE_FAILED', [`${at}: ${message}`, ...(frame === '' ? [] : [frame])].join('\n'), { file: at })
}

/**
 * What a module threw while it was evaluated, as a fault that names the file and shows the place.
 *
 * @param name The route file, as messages name it.
 */
export function toLoadFault(error: unknown, name: string, origin: Origin): Fault {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const [, output, missing] = NO_EXPORT.exec(message) ?? []
  if (output !== undefined) {
    const from = origin.outputs[output]?.source ?? output
    return new Fault('COMPILE_FAILED', `${name}: ${from} has no export named ${missing}`, { cause: error, file: name })
  }
  const place = error instanceof Error ? findPlace(error.stack ?? '', origin) : undefined
  if (place === undefined) {
    return new Fault('MODULE_FAILED', `${name} failed to load: ${message}`, { cause: error, file: name })
  }
  const at = `${place.file}:${place.line}:${place.column}`
  const frame = readFrame(place, origin)
  const text = [`${name} failed to load: ${message}`, `at ${at}`, ...(frame === '' ? [] : [frame])].join('\n')
  return new Fault('MODULE_FAILED', text, { cause: error, file: at })
}

// Source maps are on, so the stack names the sources; the first one that we compiled is the place.
function findPlace(stack: string, { dir, outputs }: Origin): Place | undefined {
  const sources = new Set(Object.values(outputs).map((output) => output.source))
  for (const line of stack.split('\n')) {
    const [, path, row, column] = FRAME.exec(line) ?? []
    if (path === undefined) continue
    const file = relative(dir, path.startsWith('file:') ? fileURLToPath(path) : path).replaceAll('\\', '/')
    if (sources.has(file)) return { file, line: Number(row), column: Number(column ?? 1) }
  }
  return undefined
}

function readFrame(place: Place, { dir }: Origin): string {
  try {
    return toCodeFrame(readFileSync(join(dir, place.file), 'utf8'), place)
  } catch {
    // A build that was moved has no sources beside it.
    return ''
  }
}
