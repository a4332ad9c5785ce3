import type { CompileError, SourceImport } from './source.ts'

/** What a folder of compiled modules holds; written as JSON beside a build. */
export interface Manifest {
  /** Output name by entry, as `Source.name` has it. */
  readonly entries: Readonly<Record<string, string>>
  /** Why an entry cannot be loaded, by entry. */
  readonly errors: Readonly<Record<string, CompileError>>
  readonly outputs: Readonly<Record<string, Output>>
}

/** One compiled module on disk. Its name ends in `.mjs` or `.cjs`, as it is to be evaluated. */
export interface Output {
  /** `Source.name` of what it was made from. */
  readonly source: string
  readonly imports: readonly OutputImport[]
}

export interface OutputImport {
  readonly kind: SourceImport['kind']
  /** As it stands in the text. */
  readonly specifier: string
  /** The output it names; undefined for a package. */
  readonly output?: string
}
