import type { Route } from '../routes/route.ts'
import type { ProjectFacts } from '../schema/facts.ts'

/** What the parent asks of the inference process. */
export type Ask =
  | { readonly kind: 'infer'; readonly dir: string; readonly routes: readonly Route[] }
  | { readonly kind: 'update'; readonly files: readonly string[]; readonly routes?: readonly Route[] | undefined }
  | { readonly kind: 'close' }

/** What it answers: progress any number of times, then one of the others for each question. */
export type Answer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** `files` are those the facts depend on. */
  | { readonly kind: 'facts'; readonly facts: ProjectFacts; readonly files: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }
