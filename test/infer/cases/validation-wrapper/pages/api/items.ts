import { z } from 'zod'
import { createHandler } from '../../lib/create-handler'

export default createHandler(
  (req, res) => {
    res.status(201).json({ id: 'i1', name: req.body.name })
  },
  {
    methods: ['POST'],
    body: z.object({ name: z.string().max(80) }),
    query: z.object({ notify: z.enum(['true', 'false']).optional() }),
  },
)
