import cors from 'cors'
import helmet from 'helmet'
import { destination } from 'pino'
import { pinoHttp } from 'pino-http'

/** What many Express servers put before their routes: an access log, security headers, CORS. The log goes nowhere. */
export const stack = [pinoHttp({}, destination('/dev/null')), helmet(), cors()]
