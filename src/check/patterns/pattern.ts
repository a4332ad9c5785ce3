import type { Route } from '../../routes/route.ts'
import type { RuleCode } from '../rules.ts'
import type { SourceFile, SyntaxNode } from '../source-file.ts'

/** What a pattern knows beside the file itself. */
export interface PatternContext {
  /** The route this file is; undefined for a file that routes import. */
  readonly route: Route | undefined
  /** True when the file is looked at for a route below pages/api: `req` and `res` are then those of Node.js. */
  readonly nodeStyle: boolean
  /** True when `trustProxy` of rehost.config is written somewhere. */
  readonly trustsProxies: boolean
  /** True when the project was written for a Next.js that let request data be read without `await`: before 16. */
  readonly syncRequestData: boolean
  /** Names of `env` in next.config. */
  readonly configEnv: ReadonlySet<string>
  /** Says whether the tsconfig of a file, named as findings name it, asks for `emitDecoratorMetadata`. */
  readonly decoratorMetadata: (name: string) => boolean
  /** What stands at a literal path: `route`, `page`, or nothing. */
  readonly whatIs: (path: string) => 'route' | 'page' | undefined
}

/** Something a pattern found. */
export interface PatternHit {
  readonly code: RuleCode
  readonly message: string
  readonly node: SyntaxNode
}

/** Looks through one file. */
export type Pattern = (file: SourceFile, context: PatternContext) => readonly PatternHit[]
