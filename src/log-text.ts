import path from 'node:path'
import type { Paint, Style } from './paint.ts'

type Fields = Readonly<Record<string, unknown>>

/** Fields that the line says already, or that mean something to programs alone. */
const KNOWN = new Set([
  'level',
  'time',
  'msg',
  'err',
  'pid',
  'hostname',
  'worker',
  'id',
  'route',
  'event',
  'method',
  'url',
  'status',
  'ms',
  'aborted',
  'file',
  'code',
  'fix',
  'signal',
  'pointer',
  'trace_id',
  'span_id',
])

const SIGNS: Readonly<Record<number, readonly [string, Style]>> = { 20: ['·', 'dim'], 40: ['!', 'yellow'], 50: ['✗', 'red'], 60: ['✗', 'red'] } // prettier-ignore
const OWN = path.resolve(import.meta.dirname)

/**
 * Writes one line of the log for people: a line for a request, coloured by its status; a fault as its message with the
 * code frame and the remedy; any other error with the part of its stack that is the project's own.
 *
 * @param line JSON, as pino writes it.
 * @returns Text with a line feed at its end.
 */
export function toLogText(line: string, paint: Paint): string {
  const fields = parse(line)
  if (fields === undefined) return line
  const { time, level, worker } = fields
  const clock = paint('dim', toClock(Number(time)))
  const from = worker === undefined ? '' : `${paint('dim', `[${String(worker)}]`)} `
  const [sign, style] = SIGNS[Number(level)] ?? ['', 'dim']
  const mark = sign === '' ? '' : `${paint(style, sign)} `
  const lines = [toMessage(fields, paint) + toRest(fields, paint), ...toErrorLines(fields, paint)]
  return `${clock} ${from}${mark}${lines.filter((one, index) => index === 0 || one !== '').join('\n')}\n`
}

function parse(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

const toClock = (time: number): string => new Date(time).toTimeString().slice(0, 8)

function toMessage({ msg, method, url, status, ms, aborted, fix }: Fields, paint: Paint): string {
  const text = String(msg ?? '')
  if (typeof method === 'string' && typeof status === 'number' && typeof ms === 'number') {
    const outcome = aborted === true ? paint('yellow', 'aborted') : paint(toStatusStyle(status), String(status))
    return `${paint('bold', method)} ${String(url)} ${outcome} ${paint('dim', `${ms} ms`)}`
  }
  const remedy = typeof fix === 'string' ? `\n${paint('dim', fix)}` : ''
  return paintFrame(text, paint) + remedy
}

function toStatusStyle(status: number): Style {
  if (status >= 500) return 'red'
  if (status >= 400) return 'yellow'
  return status >= 300 ? 'cyan' : 'green'
}

// The line at fault begins with `>`, the one below it points at the column.
function paintFrame(text: string, paint: Paint): string {
  if (!/^> *\d+ \|/m.test(text)) return text
  return text
    .split('\n')
    .map((line) => {
      if (/^> *\d+ \||^ +\| +\^$/.test(line)) return paint('red', line)
      return /^ +\d+ \|/.test(line) ? paint('dim', line) : line
    })
    .join('\n')
}

function toRest(fields: Fields, paint: Paint): string {
  const rest = Object.entries(fields).filter(([name]) => !KNOWN.has(name))
  return rest.map(([name, value]) => paint('dim', ` ${name}=${JSON.stringify(value)}`)).join('')
}

function toErrorLines({ err }: Fields, paint: Paint): string[] {
  if (typeof err !== 'object' || err === null) return []
  const { type, message, stack, fix }: Fields = { ...err }
  if (type === 'Fault') return [paintFrame(String(message), paint), typeof fix === 'string' ? paint('dim', fix) : '']
  if (typeof stack !== 'string') return [String(message)]
  const [head = '', ...frames] = stack.split('\n')
  const own = frames.filter((frame) => !/\bnode:/.test(frame) && !frame.includes(OWN))
  return [paint('red', head), ...own.map((frame) => (/^\s+at /.test(frame) ? paint('dim', frame) : frame))]
}
