import type { Express } from 'express'
import { createExpress, type Docs } from './app/express-app.ts'
import type { Options } from './config/options.ts'
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
    const { createDocs } = await import('./openapi/ui.ts')
    const docs = createExpress()
    docs.use(basePath === '' ? '/' : basePath, createDocs({ document, docs: options }))
    return docs
  }
  return {
    owns: (path) => own.has(path) || path.startsWith(`${page}/`),
    handler: (req, res, next) => {
      router ??= open()
      router.then((docs) => docs(req, res, next), next)
    },
  }
}
