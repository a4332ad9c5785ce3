import { Router, type RequestHandler } from 'express'
import swaggerUi from 'swagger-ui-express'
import { createDocsAuth, type DocsAuth } from './docs-auth.ts'
import { createPublisher, DOCUMENT_PATH, FOR_PAGE, type DocumentSource } from './publish.ts'
import { PAGE_CSS, PAGE_SCRIPT } from './ui-page.ts'

/** How the documentation is published. */
export interface DocsOptions {
  /** Where the page is, below the mount. Default `/docs`. */
  readonly path?: string
  /** False publishes neither page nor document. Default true. */
  readonly enabled?: boolean
  /** Who may read page and document. Default anybody. */
  readonly auth?: DocsAuth | undefined
}

/** What the router publishes. */
export interface DocsParts {
  /** The current document; called for each request for it and for the page. */
  readonly document: DocumentSource
  readonly docs?: DocsOptions | undefined
}

/** @param origins Other hosts that the document's servers are on, which "Execute" has to reach. */
function toPolicy(origins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Swagger UI sets style attributes; its icons are data URLs.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...origins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Milliseconds a browser may keep the files of Swagger UI; they change with its version only. */
const ASSET_MAX_AGE_MS = 24 * 60 * 60 * 1000

/**
 * Publishes `/openapi.json`, `/openapi.yaml` and a page to browse them, all from local files. Everything is relative, so
 * it works below any mount and any number of times in one process.
 */
export function createDocs({ document, docs = {} }: DocsParts): Router {
  // `strict`, for `/docs` and `/docs/` are two things to a page with relative links.
  const router = Router({ strict: true })
  if (docs.enabled === false) return router
  const path = toDocsPath(docs.path)
  const guard = docs.auth ? [createDocsAuth(docs.auth)] : []
  const publisher = createPublisher(document)
  router.get(DOCUMENT_PATH.json, ...guard, publisher.json)
  router.get(DOCUMENT_PATH.yaml, ...guard, publisher.yaml)
  if (path !== '/') router.get(path, ...guard, addSlash(path))
  router.use(path, ...guard, createPage(document, '../'.repeat(path === '/' ? 0 : path.split('/').length - 1)))
  return router
}

function addSlash(path: string): RequestHandler {
  // A proxy may have cut off a prefix that we do not know, so the redirect is relative to what the browser sees.
  return (request, response) => {
    const query = request.originalUrl.indexOf('?')
    const search = query === -1 ? '' : request.originalUrl.slice(query)
    response.set('Location', `./${path.split('/').at(-1) ?? ''}/${search}`)
    response.status(307).end()
  }
}

/** `docs`, `/docs` and `/docs/` are all `/docs`. */
export function toDocsPath(path = '/docs'): string {
  return `/${path.split('/').filter(Boolean).join('/')}`
}

/** The page and its files. `up` leads from the page to where the document is. */
function createPage(document: DocumentSource, up: string): Router {
  const page = Router({ strict: true })
  const swaggerUrl = `${up}${DOCUMENT_PATH.json.slice(1)}${FOR_PAGE}`
  const options = { swaggerUrl, swaggerOptions: SWAGGER_OPTIONS }
  // swagger-ui-express keeps the script of its last `setup` for all pages of the process; the one from `serveFiles`
  // belongs to this page alone. A document handed to either would be spliced in by String.replace and could break it.
  const [script] = swaggerUi.serveFiles(undefined, options)
  const [, files] = swaggerUi.serveWithOptions({ maxAge: ASSET_MAX_AGE_MS })
  page.use(setPolicy)
  page.get('/rehost.js', sendScript(PAGE_SCRIPT))
  page.get(
    '/',
    allowServers(document),
    swaggerUi.setup(undefined, { ...options, customCss: PAGE_CSS, customJs: './rehost.js', customSiteTitle: 'API' }),
  )
  for (const handler of [script, files]) if (handler) page.use(handler)
  return page
}

/** @see https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
const SWAGGER_OPTIONS = {
  deepLinking: true,
  filter: true,
  tryItOutEnabled: true,
  layout: 'BaseLayout',
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  showExtensions: false,
  // Without this the page would ask a server of swagger.io about the document.
  validatorUrl: null,
} as const

const setPolicy: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': toPolicy([]),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  })
  next()
}

function allowServers(source: DocumentSource): RequestHandler {
  return async (_request, response, next) => {
    const origins = await originsOf(source)
    if (origins.length > 0) response.set('Content-Security-Policy', toPolicy(origins))
    next()
  }
}

async function originsOf(source: DocumentSource): Promise<string[]> {
  try {
    const urls = (await source()).servers.map(({ url }) => url).filter((url) => URL.canParse(url))
    return [...new Set(urls.map((url) => new URL(url).origin))].filter((origin) => origin !== 'null')
  } catch {
    // The page says what is wrong with the document when it asks for it.
    return []
  }
}

function sendScript(script: string): RequestHandler {
  return (_request, response) => {
    response.set({ 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }).send(script)
  }
}
