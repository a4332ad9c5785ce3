/** Next.js says this on every answer of a route handler; caches in front of both must treat them alike. */
export const RSC_VARY = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch'
