import { WebSocketServer } from 'ws'

/**
 * Opens the room on the server the request came in on: call it once before connecting, as pages do in an effect.
 */
export default function socket(req, res) {
  const { server } = res.socket
  if (!server.room) {
    const room = new WebSocketServer({ noServer: true })
    server.room = room
    room.on('connection', (client) => {
      client.on('message', (message) => {
        for (const other of room.clients) if (other.readyState === other.OPEN) other.send(message.toString())
      })
    })
    // 1001, going away: clients know that they should connect again. Without it they are cut off when the drain ends.
    process.once('SIGTERM', () => {
      for (const client of room.clients) client.close(1001)
    })
    server.on('upgrade', (request, connection, head) => {
      if (request.url !== '/api/room') return
      room.handleUpgrade(request, connection, head, (client) => room.emit('connection', client, request))
    })
  }
  res.status(200).json({ clients: server.room.clients.size, url: '/api/room' })
}
