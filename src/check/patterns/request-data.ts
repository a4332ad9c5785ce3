import { child, children, memberName, nameOf, propertyName, type SourceFile, type SyntaxNode } from '../source-file.ts' // prettier-ignore
import { importedFrom } from './caching.ts'
import type { Pattern, PatternHit } from './pattern.ts'

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
const READERS = ['cookies', 'headers', 'draftMode']
const OF_PROMISES = ['then', 'catch', 'finally']

/** Request data that is read without `await`, which Next.js let pass before 16: `params.id`, `cookies().get('name')`. */
export const findRequestData: Pattern = (file, { nodeStyle, syncRequestData }) =>
  nodeStyle || !syncRequestData ? [] : [...findParams(file), ...findReaders(file)]

function findParams(file: SourceFile): PatternHit[] {
  const functions = FUNCTIONS.flatMap((type) => file.all(type)).map(({ node }) => node)
  return functions.flatMap((node) => {
    const [request, context] = children(node, 'params')
    if (context === undefined || !isRequest(request)) return []
    return findReads(node, context, file).map((place): PatternHit => ({
      code: 'request-data-sync',
      message: 'params is a promise',
      node: place,
    }))
  })
}

// Functions that are no handlers may have a second parameter like that too.
function isRequest(parameter: SyntaxNode | undefined): boolean {
  if (parameter === undefined) return false
  if (/^_?req(?:uest)?$|^_$/.test(nameOf(parameter) ?? '')) return true
  const type = child(child(child(parameter, 'typeAnnotation'), 'typeAnnotation'), 'typeName')
  return /^(?:Next)?Request$/.test(nameOf(type) ?? '')
}

function findReads(scope: SyntaxNode, context: SyntaxNode, file: SourceFile): readonly SyntaxNode[] {
  const name = nameOf(context)
  if (name !== undefined) return readsOf(scope, file, (node) => memberName(node) === 'params' && nameOf(child(node, 'object')) === name) // prettier-ignore
  const value = children(context, 'properties').find((property) => propertyName(property) === 'params')
  const inner = child(value, 'value')
  if (inner?.type === 'ObjectPattern') return [inner]
  const local = nameOf(inner)
  return local === undefined ? [] : readsOf(scope, file, (node) => nameOf(node) === local)
}

// `params.id` and `const { id } = params`, where `is` knows params.
function readsOf(scope: SyntaxNode, file: SourceFile, is: (node: SyntaxNode) => boolean): SyntaxNode[] {
  const inside = (type: string): SyntaxNode[] =>
    file.all(type).flatMap(({ node, parents }) => (parents.includes(scope) ? [node] : []))
  const members = inside('MemberExpression').filter((node) => isRead(node, is))
  const patterns = inside('VariableDeclarator').filter((node) => {
    const init = child(node, 'init')
    return child(node, 'id')?.type === 'ObjectPattern' && init !== undefined && is(init)
  })
  return [...members, ...patterns]
}

function isRead(node: SyntaxNode, is: (object: SyntaxNode) => boolean): boolean {
  const object = child(node, 'object')
  return object !== undefined && is(object) && !OF_PROMISES.includes(memberName(node) ?? '')
}

function findReaders(file: SourceFile): PatternHit[] {
  const fromNext = importedFrom(file.all('ImportDeclaration'), 'next/headers')
  const readerOf = (node: SyntaxNode | undefined): string | undefined => {
    const name = node?.type === 'CallExpression' ? fromNext.get(nameOf(child(node, 'callee')) ?? '') : undefined
    return name !== undefined && READERS.includes(name) ? name : undefined
  }
  const kept = file.all('VariableDeclarator').flatMap(({ node, parents }) => {
    const [local, reader] = [nameOf(child(node, 'id')), readerOf(child(node, 'init'))]
    const scope = parents.findLast(({ type }) => FUNCTIONS.includes(type))
    return local === undefined || reader === undefined ? [] : [{ local, reader, scope }]
  })
  return file.all('MemberExpression').flatMap(({ node, parents }): PatternHit[] => {
    const object = child(node, 'object')
    const name = nameOf(object)
    const variable = kept.find(({ local, scope }) => local === name && scope !== undefined && parents.includes(scope))
    const reader = readerOf(object) ?? variable?.reader
    if (reader === undefined || OF_PROMISES.includes(memberName(node) ?? '')) return []
    return [{ code: 'request-data-sync', message: `${reader}() returns a promise`, node }]
  })
}
