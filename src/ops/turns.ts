import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { whenAssigned } from '../http/node-objects.ts'

type Start = (req: IncomingMessage, res: ServerResponse) => void

/**
 * Starts the requests of a connection one after another, each when the answer before it has left.
 *
 * Clients may send many requests at once (pipelining, RFC 9112 §9.3.2). Answered side by side, the answers pile up in
 * memory for as long as the client does not read; in turns, a waiting request costs a few kilobytes and its answer
 * nothing.
 *
 * @param most Requests that may wait on one connection.
 * @param refuse Called with the socket of a connection that has more.
 */
export function takeTurns(start: Start, most: number, refuse: (socket: Socket) => void): Start {
  const waiting = new WeakMap<Socket, number>()
  return (req, res) => {
    // Node gives a response its socket when the one before it is done.
    if (res.socket !== null) return start(req, res)
    const { socket } = req
    const count = (waiting.get(socket) ?? 0) + 1
    if (count > most) return refuse(socket)
    waiting.set(socket, count)
    whenAssigned(res, () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1)
      if (!socket.destroyed && socket.writable) start(req, res)
    })
  }
}
