import type { Place } from './code-frame.ts'
import type { Format } from './format.ts'
import type { Target } from './resolve.ts'

/** One import of a compiled module. */
export interface SourceImport {
  /**
   * How it is written: at the top of a module, as `import()`, or as `require()`. `value` is an import at the top of an ES
   * module that reads the exports of a CommonJS module.
   */
  readonly kind: 'static' | 'value' | 'dynamic' | 'require'
  readonly target: Exclude<Target, { kind: 'outside' }>
}

/** Why a file does not compile. */
export interface CompileError {
  readonly message: string
  readonly place: Place
  /** The lines around the place; empty where there is no text to show. */
  readonly frame: string
  /** True when the file compiles, and fails when it is loaded: a project that Next.js builds. */
  readonly whenLoaded?: true
}

/** A file, compiled alone. In `code` the n-th import is named `rehost-import:n`. */
export interface Source {
  /** Absolute path, or the id of a virtual module. */
  readonly id: string
  /** The path below the project folder, `/`-separated; `../` where it is outside. For a virtual module its id. */
  readonly name: string
  readonly format: Format
  readonly code: string
  /** A source map as JSON; its only file is the source itself. */
  readonly map: string | undefined
  readonly imports: readonly SourceImport[]
  /** The names an ES module exports itself; those of an `export *` are with the module it names. */
  readonly exports: readonly string[]
  /** Set when the file does not compile; `code` then throws it. */
  readonly error: CompileError | undefined
  /** What the result rests on: files and folders, with the time of their last change in milliseconds, 0 if missing. */
  readonly stamps: ReadonlyMap<string, number>
}

/** The specifier of the n-th import in `Source.code`. */
export function toPlaceholder(index: number): string {
  return `rehost-import:${index}`
}

/** Finds the placeholders in compiled code, with their quotes. */
export const PLACEHOLDER = /"rehost-import:(\d+)"/g

/** A module that throws, in place of one that does not compile. */
export function toBroken(error: CompileError): Pick<Source, 'code' | 'error'> {
  const { message, place } = error
  const text = `${place.file}:${place.line}:${place.column}: ${message}`
  return { code: `throw new SyntaxError(${JSON.stringify(text)})`, error }
}
