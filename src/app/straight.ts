// With nothing in front of the routes Express would only cost time: each request goes straight to the line, and only the
// docs' go on to Express. See docs/architecture.md, "Express without its cost". Nothing here loads Express.
import type { RequestListener } from 'node:http'
import { sendError, sendNotFound } from '../http/send-error.ts'
import { createAnswer } from './answer.ts'
import { keepInside } from './inside.ts'
import type { Answer, AppParts, Docs } from './parts.ts'

/** Leads every request straight to the line; what it has no route for is the docs', or a 404. */
export function createStraightListener(answer: Answer, docs: Docs | undefined): RequestListener {
  return (req, res) => {
    const onMiss = (): void => {
      const [path = '/'] = (req.url ?? '/').split('?')
      if (!docs?.owns(path)) return sendNotFound(req, res)
      docs.handler(req, res, (error) => {
        if (error === undefined) sendNotFound(req, res)
        else sendError(req, res, error, { style: 'json' })
      })
    }
    void answer(req, res, onMiss)
  }
}

/** Makes what serves a folder on a server of its own when no middleware was asked for. */
export function createStraightApp(parts: AppParts, docs: Docs | undefined): RequestListener {
  const listener = createStraightListener(createAnswer(parts, { mounted: false }), docs)
  keepInside(listener, { listener, life: parts.life })
  return listener
}
