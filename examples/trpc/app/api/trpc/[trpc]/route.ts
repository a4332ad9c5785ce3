import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { router } from '../../../../lib/router'

const handler = (req: Request) =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router,
    createContext: () => ({ user: req.headers.get('x-user') ?? undefined }),
  })

export { handler as GET, handler as POST }
