import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

/** Milliseconds a client may go on sending what nobody reads any more. */
const LINGER_MS = 1000

/**
 * Has a connection whose last answer may come before the request's body is there close in order: this side first, the rest
 * of the body is read and thrown away, and the end comes with the body's or after a second. Closed at once, the system
 * would answer what is still sent with a reset, and that wipes out an answer which the client has not read yet.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
export function lingerAfter(req: IncomingMessage): void {
  const { socket, headers } = req
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
  // Node calls it when the last answer of a connection has been handed to the system.
  socket.destroySoon = () => {
    if (req.complete || !socket.writable) return Socket.prototype.destroySoon.call(socket)
    socket.end()
    req.resume().once('end', () => socket.destroy())
    const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref()
    socket.once('close', () => clearTimeout(timer))
  }
}
