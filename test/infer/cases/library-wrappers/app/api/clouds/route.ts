import { withLimit, withTrace } from 'a-package-of-wrappers'

/** Lists the clouds in sight. */
export const GET = withLimit(
  withTrace(async (request: Request) => {
    if (!request.headers.get('x-weather-key')) return Response.json({ error: 'no key' }, { status: 401 })
    return Response.json({ clouds: 3 })
  }),
  { perMinute: 10 },
)

export const DELETE = withLimit(() => new Response(null, { status: 204 }), 'write')
