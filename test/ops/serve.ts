import type { AddressInfo } from 'node:net'
import net from 'node:net'
import type { RehostOptions } from '../../src/config/options.ts'
import { toOptions } from '../../src/config/options.ts'
import { openFolder } from '../../src/folder.ts'
import { hostFolder } from '../../src/host.ts'
import { SILENT, type Logger } from '../../src/log.ts'
import type { Life } from '../../src/ops/life.ts'
import type { ModuleCounts } from '../../src/ops/metrics.ts'
import { createServer, type RehostServer } from '../../src/server.ts'
import { writeProject, type Files } from '../module/temp-project.ts'

/** A folder on a real port. */
export interface Served {
  readonly port: number
  readonly server: RehostServer
  readonly life: Life
  readonly modules: () => ModuleCounts
  stop(): Promise<void>
}

/** Writes the files as a project and serves it with these options, as `rehost start` does. */
export async function serveFiles(files: Files, given: RehostOptions = {}, log: Logger = SILENT): Promise<Served> {
  const options = toOptions(given)
  const dir = writeProject(files)
  const folder = await openFolder({
    dir,
    mode: 'production',
    logger: log,
    guard: options.guard,
    problem: options.problem,
  })
  const { app, life, close } = await hostFolder(folder, { options, mode: 'production', log })
  const server = createServer(app, options.limits)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const stop = async (): Promise<void> => {
    await server.drain({ drainDelayMs: 0, drainMs: 0 })
    await folder.close()
    close()
  }
  const { port } = server.address() as AddressInfo
  return { port, server, life, modules: folder.counts, stop }
}

/** One answer as it was read off the wire. */
export interface RawAnswer {
  readonly status: number
  /** Names in lower case; several of a name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A connection of its own, byte by byte. */
export interface RawConnection {
  readonly socket: net.Socket
  /** Everything received so far, as Latin-1. */
  text(): string
  /** Resolves with everything received, once the other side has closed. */
  readonly closed: Promise<string>
  /** Resolves once this has been received. */
  saw(what: string | RegExp): Promise<string>
}

export function openConnection(port: number): RawConnection {
  const socket = net.connect(port, '127.0.0.1')
  let text = ''
  const watchers = new Set<() => void>()
  const closed = new Promise<string>((resolve) => {
    socket.on('error', () => {})
    socket.on('close', () => resolve(text))
    socket.on('end', () => socket.end())
  })
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    for (const watch of watchers) watch()
  })
  const saw = (what: string | RegExp): Promise<string> =>
    new Promise((resolve) => {
      const watch = (): void => {
        if (typeof what === 'string' ? !text.includes(what) : !what.test(text)) return
        watchers.delete(watch)
        resolve(text)
      }
      watchers.add(watch)
      watch()
    })
  return { socket, text: () => text, closed, saw }
}

/** Sends bytes on a connection of its own and reads until the server closes it. */
export async function exchange(port: number, bytes: string): Promise<string> {
  const { socket, closed } = openConnection(port)
  socket.write(bytes, 'latin1')
  return closed
}

/** Reads the answers in a text, one after another, by Content-Length or chunks. */
export function parseAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  let rest = text
  while (rest.startsWith('HTTP/1.')) {
    const [head = '', ...parts] = rest.split('\r\n\r\n')
    const after = parts.join('\r\n\r\n')
    const [line = '', ...lines] = head.split('\r\n')
    const headers: Record<string, string> = {}
    for (const one of lines) {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(one) ?? []
      const lower = name.toLowerCase()
      headers[lower] = headers[lower] === undefined ? value : `${headers[lower]}, ${value}`
    }
    const { body, length } = readBody(headers, after)
    answers.push({ status: Number(line.slice(9, 12)), headers, body })
    rest = after.slice(length)
  }
  return answers
}

function readBody(headers: Readonly<Record<string, string>>, after: string): { body: string; length: number } {
  if (headers['transfer-encoding'] === undefined) {
    const length = headers['content-length'] === undefined ? 0 : Number(headers['content-length'])
    return { body: after.slice(0, length), length }
  }
  let body = ''
  let at = 0
  for (;;) {
    const end = after.indexOf('\r\n', at)
    const size = Number.parseInt(after.slice(at, end), 16)
    if (end < 0 || !(size > 0)) return { body, length: end < 0 ? after.length : end + 4 }
    body += after.slice(end + 2, end + 2 + size)
    at = end + 2 + size + 2
  }
}
