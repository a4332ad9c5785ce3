import { findFallback, findVirtual } from '../../module/virtual.ts'
import { child, field, valueOf, type SourceFile, type SyntaxNode } from '../source-file.ts'
import type { Pattern, PatternHit } from './pattern.ts'

const IMAGE = /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|svg)$/
const TYPES_ONLY = /^next\/(?:types|image-types)(?:\/|$)/

/** Imports of what belongs to Next.js itself, and of images; decorators that ask the compiler for types. */
export const findImports: Pattern = (file, { decoratorMetadata }) => {
  const hits = importsOf(file).flatMap(({ specifier, node }): PatternHit[] => {
    if (IMAGE.test(specifier)) {
      return [
        {
          code: 'image-import',
          message: `${specifier} has \`src\` alone, the file's own URL: no width, height or blur`,
          node,
        },
      ]
    }
    if (!isTakenFromNext(specifier)) return []
    return [{ code: 'next-package', message: `${specifier} is taken from the installed next package`, node }]
  })
  const [decorator] = decoratorMetadata(file.name) ? file.all('Decorator') : []
  if (decorator === undefined) return hits
  const message = 'emitDecoratorMetadata is not supported: decorators do not learn the types beside them'
  return [...hits, { code: 'decorator-metadata', message, node: decorator.node }]
}

function isTakenFromNext(specifier: string): boolean {
  if (!specifier.startsWith('next/') || TYPES_ONLY.test(specifier)) return false
  return findVirtual(specifier) === undefined && findFallback(specifier) === undefined
}

interface Import {
  readonly specifier: string
  readonly node: SyntaxNode
}

function importsOf(file: SourceFile): Import[] {
  const kinds = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression']
  return kinds.flatMap((kind) =>
    file.all(kind).flatMap(({ node }) => {
      const specifier = valueOf(child(node, 'source'))
      const isType = field(node, 'importKind') === 'type' || field(node, 'exportKind') === 'type'
      return typeof specifier === 'string' && !isType ? [{ specifier, node }] : []
    }),
  )
}
