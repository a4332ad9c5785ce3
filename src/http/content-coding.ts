import type { ServerResponse } from 'node:http'
import type { Deflate, Gzip } from 'node:zlib'
import { addVary, chooseCoding, createCoder, forbidsTransform, isCompressible, THRESHOLD_BYTES } from './compression.ts'

/** Where encoded bytes go: the response's own methods, beneath the ones that encode. */
export interface CodingOutput {
  write(res: ServerResponse, chunk: Buffer): boolean
  end(res: ServerResponse): void
}

/** A body on its way through gzip or deflate. */
export interface Coder {
  write(chunk: unknown, encoding?: unknown, done?: unknown): boolean
  end(chunk?: unknown, encoding?: unknown, done?: unknown): void
  flush(): void
}

/**
 * Decides, once the headers are known, whether and how the body is encoded, and sets Vary and Content-Encoding.
 *
 * @param length Bytes of the whole body when it is known, else undefined.
 */
export function decideCoding(res: ServerResponse, length: number | undefined, output: CodingOutput): 'plain' | Coder {
  const type = res.getHeader('content-type')
  if (typeof type !== 'string' || !isCompressible(type)) return 'plain'
  if (forbidsTransform(res.getHeader('cache-control'))) return 'plain'
  const vary = addVary(res.getHeader('vary'), 'Accept-Encoding')
  if (vary !== undefined) res.setHeader('Vary', vary)
  const announced = res.getHeader('content-length')
  const bytes = announced === undefined ? length : Number(announced)
  if (bytes !== undefined && bytes < THRESHOLD_BYTES) return 'plain'
  // RFC 9110 §15.3.5, §15.4.5: these have no content to encode.
  if (res.statusCode === 204 || res.statusCode === 304) return 'plain'
  if ((res.getHeader('content-encoding') ?? 'identity') !== 'identity' || res.req.method === 'HEAD') return 'plain'
  const coding = chooseCoding(res.req.headers)
  if (coding === undefined) return 'plain'
  res.setHeader('Content-Encoding', coding)
  res.removeHeader('Content-Length')
  // Events are worth nothing late, so each goes out when it is written.
  return startCoder(res, { stream: createCoder(coding), output, eager: type.startsWith('text/event-stream') })
}

interface CoderParts {
  stream: Gzip | Deflate
  output: CodingOutput
  eager: boolean
}

function startCoder(res: ServerResponse, { stream, output, eager }: CoderParts): Coder {
  stream.on('data', (chunk: Buffer) => {
    if (!output.write(res, chunk)) stream.pause()
  })
  res.on('drain', () => stream.resume())
  stream.on('drain', () => res.emit('drain'))
  stream.on('end', () => output.end(res))
  stream.on('error', () => res.destroy())
  res.once('close', () => stream.destroy())
  return {
    write(chunk, encoding, done) {
      if (stream.writableEnded) return false
      const ok = stream.write(toBuffer(chunk, encoding), findDone([encoding, done]))
      if (eager) stream.flush()
      return ok
    },
    end(chunk, encoding, done) {
      if (stream.writableEnded) return
      const after = findDone([chunk, encoding, done])
      if (after) res.once('finish', after)
      if (chunk === undefined || chunk === null || typeof chunk === 'function') stream.end()
      else stream.end(toBuffer(chunk, encoding))
    },
    flush() {
      stream.flush()
    },
  }
}

function findDone(values: readonly unknown[]): (() => void) | undefined {
  const done = values.find((value) => typeof value === 'function')
  return done === undefined ? undefined : () => done()
}

function toBuffer(chunk: unknown, encoding: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  if (typeof chunk !== 'string') throw new TypeError('The chunk must be a string, a Buffer or a Uint8Array')
  return Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8')
}
