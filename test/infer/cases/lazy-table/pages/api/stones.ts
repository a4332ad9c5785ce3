import type { NextApiRequest, NextApiResponse } from 'next'
import { answering } from '../../lib/answering'
import { byMethod } from '../../lib/by-method'

// The same wrapper stands outside and inside.
export default answering(async (req: NextApiRequest, res: NextApiResponse) => {
  return byMethod({
    GET: import('../../lib/list-stones'),
    POST: import('../../lib/lay-stone'),
  })(req, res)
})
