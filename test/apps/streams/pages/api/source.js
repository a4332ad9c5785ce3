import { Readable } from 'node:stream'

export default function handler(req, res) {
  res.setHeader('Content-Type', 'text/csv')
  res.send(Readable.from(['a,b\n', '1,2\n']))
}
