/**
 * Request headers with a meaning inside Next.js. None has one here, so that what a client sends cannot pass for what a
 * proxy decided (CVE-2025-29927 and its kin); handlers do not see them either.
 */
export const INTERNAL_HEADERS: ReadonlySet<string> = new Set([
  'x-middleware-rewrite',
  'x-middleware-redirect',
  'x-middleware-set-cookie',
  'x-middleware-skip',
  'x-middleware-override-headers',
  'x-middleware-next',
  'x-now-route-matches',
  'x-matched-path',
  'x-nextjs-data',
  'x-next-resume-state-length',
  'next-resume',
])
