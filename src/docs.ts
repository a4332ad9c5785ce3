import type { Express, Request, Response } from 'express'
import type { Docs } from './app/parts.ts'
import type { Options } from './config/options.ts'
import { keepMembersApart } from './http/express-chain.ts'
import type { DocumentSource } from './openapi/publish.ts'

/**
 * Makes the docs without loading them: Swagger UI and the document's assembler cost start-up time and memory, and most
 * processes never see anybody browse.
 *
 * @param basePath The config's; the docs are below it, where they are also linked from.
 */
export function createLazyDocs(options: Options['docs'], basePath: string, document: DocumentSource): Docs {
  const page = `${basePath}${options.path}`
  const own = new Set([page, `${basePath}/openapi.json`, `${basePath}/openapi.yaml`])
  let router: Promise<Express> | undefined
  const open = async (): Promise<Express> => {
    const [{ createDocs }, { createExpress }] = await Promise.all([
      import('./openapi/ui.ts'),
      import('./app/express-app.ts'),
    ])
    const docs = createExpress()
    keepMembersApart(docs) // Where an app of another copy of Express in front of it has put them.
    docs.use(basePath === '' ? '/' : basePath, createDocs({ document, docs: options }))
    return docs
  }
  return {
    owns: (path) => own.has(path) || path.startsWith(`${page}/`),
    handler: (req, res, next) => {
      router ??= open()
      // Whatever they were, an Express app makes them requests and responses of Express first.
      router.then((docs) => docs(req as Request, res as Response, next), next)
    },
  }
}
