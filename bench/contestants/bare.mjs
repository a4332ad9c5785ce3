// The least a Node server can do: no route table, no ETag, no length. The yardstick of the cold start.
import { createServer } from 'node:http'

const server = createServer((req, res) => {
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.end(JSON.stringify({ message: 'Hello, API Route!' }))
})

server.listen(Number(process.env.PORT), '127.0.0.1')
