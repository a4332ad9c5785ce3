import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
// Types alone: none of the server's code comes along.
import type { Router } from '../lib/router'

/** A client of the API at an address, for one user. */
export function createClient(url: string, user: string) {
  return createTRPCClient<Router>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: httpBatchLink({ url, headers: { 'x-user': user } }),
      }),
    ],
  })
}
