import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { maskText } from './normalise.ts'
import type { PagesAnswer, SocketCase } from './requests.ts'

const IDLE_MS = 900
const LONGEST_MS = 5000
const MAX_KEPT_CHARS = 4000

/** Writes a case's bytes to a bare socket and keeps what comes back until the server closes or falls silent. */
export function sendBytes(sent: SocketCase, port: number): Promise<PagesAnswer> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    let closed = false
    let error: string | undefined
    const finish = (): void => {
      idle.close()
      longest.close()
      socket.destroy()
      const raw = maskMessage(Buffer.concat(chunks).toString('latin1'), port)
      resolve({ raw, closed, ...(error === undefined ? {} : { error }) })
    }
    const idle = setTimeout(finish, sent.idleMs ?? IDLE_MS)
    const longest = setTimeout(finish, LONGEST_MS)
    socket.on('data', (data) => {
      chunks.push(data)
      idle.refresh()
    })
    socket.on('close', () => {
      closed = true
      finish()
    })
    socket.on('end', () => {
      closed = true
    })
    socket.on('error', (fault: NodeJS.ErrnoException) => {
      error = fault.code
    })
    socket.on('connect', () => void writeParts(socket, sent, { port, onWrite: () => idle.refresh() }))
  })
}

async function writeParts(
  socket: net.Socket,
  sent: SocketCase,
  { port, onWrite }: { port: number; onWrite: () => void },
): Promise<void> {
  for (const part of sent.send) {
    if (part.delayMs) await sleep(part.delayMs)
    if (socket.destroyed) return
    if (part.end) socket.end()
    else socket.write(toPartBytes(part, port))
    onWrite()
  }
}

function toPartBytes(part: SocketCase['send'][number], port: number): Buffer {
  const text = (part.latin1 ?? part.text ?? '')
    .replaceAll('{{HOST}}', `127.0.0.1:${port}`)
    .replace(/\{\{y\*(\d+)\}\}/g, (_, count) => 'y'.repeat(Number(count)))
  return Buffer.from(text, part.latin1 === undefined ? 'utf8' : 'latin1')
}

function maskMessage(message: string, port: number): string {
  const masked = maskText(message, port)
  return masked
    .replace(/^(date): .*$/gim, '$1: DATE')
    .replace(/("?etag"?: )"[^"]*"/gi, '$1{{ETAG}}')
    .replace(/(content-length: )\d+/gi, (text, name: string) => (masked === message ? text : `${name}{{LEN}}`))
    .replace(/<!DOCTYPE[\s\S]*?<\/html>/g, '{{HTML}}')
    .slice(0, MAX_KEPT_CHARS)
}
