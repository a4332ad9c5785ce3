import { createReadStream } from 'node:fs'

export default function handler(req, res) {
  res.send(createReadStream('/does/not/exist'))
}
