import type { NextApiRequest, NextApiResponse } from 'next'
import { pino } from 'pino'
import { pinoHttp } from 'pino-http'

const lines: any[] = []
const logger = pinoHttp({
  logger: pino({ base: null, timestamp: false }, { write: (s: string) => void lines.push(JSON.parse(s)) } as any),
  genReqId: () => 'req-1',
})

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.query.lines) {
    return res.json(
      lines.splice(0).map((l) => ({
        msg: l.msg,
        id: l.req?.id,
        method: l.req?.method,
        url: l.req?.url,
        query: l.req?.query,
        remote: typeof l.req?.remoteAddress,
        status: l.res?.statusCode,
        ct: l.res?.headers?.['content-type'],
      })),
    )
  }
  logger(req, res)
  req.log.info('something else')
  res.status(202).json({ id: req.id })
}
