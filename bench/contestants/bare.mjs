// The least a Node server can do: no route table, no ETag, no length. The yardstick of the cold start.
import { createServer } from 'node:http'

const server = createServer((req, res) => {
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.end(JSON.stringify({ message: 'Hello, API Route!' }))
})

// On all addresses, as rehost: with an address Node.js would load its resolver of names first.
server.listen(Number(process.env.PORT))
