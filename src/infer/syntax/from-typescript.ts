import { classFromTypeScript } from './from-typescript-class.ts'
import { expressionFromTypeScript } from './from-typescript-expression.ts'
import { functionFromTypeScript } from './from-typescript-function.ts'
import { patternFromTypeScript } from './from-typescript-pattern.ts'
import { blockFromTypeScript, statementsFromTypeScript } from './from-typescript-statement.ts'
import type { Source, Statement } from './tree.ts'
import type { Reading, TsNode } from './typescript-node.ts'

/** Node kinds by number, and the file's text. */
export interface TypeScriptFile {
  readonly file: string
  readonly text: string
  readonly root: TsNode
  readonly kinds: ReadonlyMap<number, string>
}

/**
 * Turns TypeScript's tree of one file into ours. Function bodies are converted when they are asked for.
 *
 * @param input The compiler's source file; `file` with `/` as separator.
 */
export function fromTypeScript(input: TypeScriptFile): Source {
  let statements: readonly Statement[] | undefined
  const source: Source = {
    file: input.file,
    text: input.text,
    get statements() {
      statements ??= statementsFromTypeScript(input.root.statements, reading)
      return statements
    },
    startOf: (native) => asNode(native).getStart(),
    fullStartOf: (native) => asNode(native).pos,
    endOf: (native) => asNode(native).end,
  }
  const reading: Reading = {
    source,
    kinds: input.kinds,
    expression: (node) => expressionFromTypeScript(node, reading),
    pattern: (node) => patternFromTypeScript(node, reading),
    fn: (node) => functionFromTypeScript(node, reading),
    cls: (node) => classFromTypeScript(node, reading),
    block: (node) => blockFromTypeScript(node, reading),
  }
  return source
}

// `native` of a tree made here was put there by this folder, so it is a TypeScript node.
const asNode = (native: unknown): TsNode => native as TsNode
