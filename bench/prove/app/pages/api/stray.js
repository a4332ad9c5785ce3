/** Faults that strike after the handler has answered, or instead of an answer. */
const FAULTS = {
  timer: () =>
    setTimeout(() => {
      throw new Error('thrown in a timer')
    }),
  rejection: () => void Promise.reject(new Error('nobody handles this')),
  emitter: async () => new (await import('node:events')).EventEmitter().emit('error', new Error('no listener')),
}

export default function handler(req, res) {
  const { kind } = req.query
  if (kind === 'throw') throw new Error('thrown by the handler')
  if (kind === 'overflow') return handler(req, res)
  res.status(200).json({ kind })
  if (kind === 'late-header') setTimeout(() => res.writeHead(500))
  else if (kind === 'twice') res.json({ again: true })
  else FAULTS[kind]()
}
