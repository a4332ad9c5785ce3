import type { Server } from 'node:http'
import { Fault } from '../errors.ts'

/** Something that listens beside the public port. */
export interface Beside {
  readonly port: number
  close(): Promise<void>
}

/**
 * Starts a server beside the public one; it never keeps the process alive.
 *
 * @throws {Fault} PORT_IN_USE.
 */
export function listenBeside(
  server: Server,
  { port, host }: { readonly port: number; readonly host: string | undefined },
): Promise<Beside> {
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === 'EADDRINUSE'
      reject(inUse ? new Fault('PORT_IN_USE', `Port ${port} is in use`, { cause }) : cause)
    })
    // Exclusive: among several processes this port is not shared, as the public one is.
    server.listen({ port, exclusive: true, ...(host === undefined ? {} : { host }) }, () => {
      const address = server.address()
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close })
    })
    server.unref()
  })
}
