import net from 'node:net'
import type { HeaderLines, RouteAnswer, RouteCase } from './requests.ts'
import { type Masks, normaliseBody, normaliseHeaders } from './normalise.ts'
import { placeAddress } from './send.ts'

const IDLE_MS = 700

/** Writes a case's bytes to a bare socket and reads what comes back as one response. */
export function sendBytes(sent: RouteCase, masks: Masks): Promise<RouteAnswer> {
  return new Promise((resolve) => {
    const socket = net.connect(masks.port, '127.0.0.1')
    const chunks: Buffer[] = []
    const finish = (): void => {
      idle.close()
      socket.destroy()
      const bytes = Buffer.concat(chunks)
      resolve(bytes.length ? parseAnswer(bytes, masks) : { error: 'no-bytes' })
    }
    const idle = setTimeout(finish, sent.idleMs ?? IDLE_MS)
    socket.on('data', (data) => {
      chunks.push(data)
      idle.refresh()
    })
    socket.on('close', finish)
    socket.on('error', () => {})
    socket.on('connect', () => {
      socket.write(Buffer.from(placeAddress(sent.raw ?? '', masks.port), 'latin1'))
      idle.refresh()
    })
  })
}

function parseAnswer(bytes: Buffer, masks: Masks): RouteAnswer {
  const { heads, rest } = splitHeads(bytes)
  const [first = '', ...lines] = (heads.at(-1) ?? '').split('\r\n')
  const [, httpMinor, status, statusText] = /^HTTP\/1\.(\d) (\d+) ?(.*)$/.exec(first) ?? []
  const raw = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const headers = normaliseHeaders(raw, masks)
  const body = isChunked(raw) ? joinChunks(rest) : rest
  return {
    status: Number(status),
    statusText,
    httpMinor,
    headers,
    body: normaliseBody(body, headers, masks),
    interim: heads.length - 1,
  }
}

/** The informational heads and the final one, and the bytes after them. */
function splitHeads(bytes: Buffer): { heads: string[]; rest: Buffer } {
  const heads: string[] = []
  let rest = bytes
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return { heads, rest }
    const head = rest.subarray(0, end).toString('latin1')
    rest = rest.subarray(end + 4)
    heads.push(head)
    if (!/^HTTP\/1\.\d 1\d\d/.test(head)) return { heads, rest }
  }
}

const isChunked = (lines: HeaderLines): boolean =>
  lines.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && value === 'chunked')

function joinChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const end = bytes.indexOf('\r\n', at)
    const size = end < 0 ? 0 : Number.parseInt(bytes.subarray(at, end).toString(), 16)
    if (!size) return Buffer.concat(parts)
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 4 + size
  }
}
