import { type EsNode, type EsReading, nodeList } from './estree-node.ts'
import { classFromEstree } from './from-estree-class.ts'
import { expressionFromEstree } from './from-estree-expression.ts'
import { functionFromEstree } from './from-estree-function.ts'
import { patternFromEstree } from './from-estree-pattern.ts'
import { blockFromEstree, statementFromEstree } from './from-estree-statement.ts'
import type { Source, Statement } from './tree.ts'

/** Turns an ESTree of one file, as oxc-parser makes it, into our tree. */
export function fromEstree(file: string, text: string, program: EsNode): Source {
  let statements: readonly Statement[] | undefined
  const source: Source = {
    file,
    text,
    get statements() {
      statements ??= nodeList(program.body).map((node) => statementFromEstree(node, reading))
      return statements
    },
    startOf: (native) => asNode(native).start,
    fullStartOf: (native) => commentStart(text, asNode(native).start),
    endOf: (native) => asNode(native).end,
  }
  const reading: EsReading = {
    source,
    expression: (node) => expressionFromEstree(node, reading),
    pattern: (node) => patternFromEstree(node, reading),
    fn: (node) => functionFromEstree(node, reading),
    cls: (node) => classFromEstree(node, reading),
    block: (node) => blockFromEstree(node, reading),
    statements: (nodes) => nodes.map((node) => statementFromEstree(node, reading)),
  }
  return source
}

// `native` of a tree made here was put there by this folder, so it is an ESTree node.
const asNode = (native: unknown): EsNode => native as EsNode

// The parser keeps comments apart; one that ends right before a node belongs to it.
function commentStart(text: string, start: number): number {
  const before = text.slice(0, start)
  if (!/\*\/\s*$/.test(before)) return start
  const opening = before.lastIndexOf('/**')
  return opening < 0 ? start : opening
}
