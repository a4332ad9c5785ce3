import type { Import, Statement } from './tree.ts'
import { isKind, type Reading, type TsNode } from './typescript-node.ts'

type Base = { readonly native: TsNode; readonly source: Reading['source'] }

/** An import declaration; what is imported for its type alone is left out. */
export function importFromTypeScript(node: TsNode, reading: Reading, base: Base): Import {
  const clause = node.importClause
  const names: { local: string; imported: string }[] = []
  const isTypeOnly = clause !== undefined && /^import\s+type\b(?!\s*,|\s+from)/.test(textFrom(node, reading))
  if (clause && !isTypeOnly) {
    if (clause.name) names.push({ local: clause.name.text ?? '', imported: 'default' })
    names.push(...toBindings(clause.namedBindings, reading))
  }
  return { ...base, kind: 'Import', specifier: node.moduleSpecifier?.text ?? '', names }
}

function toBindings(bindings: TsNode | undefined, reading: Reading): { local: string; imported: string }[] {
  if (!bindings) return []
  if (isKind(bindings, 'NamespaceImport', reading)) return [{ local: bindings.name?.text ?? '', imported: '*' }]
  return [...(bindings.elements ?? [])]
    .filter((element) => !element.isTypeOnly)
    .map((element) => {
      const local = element.name?.text ?? ''
      return { local, imported: element.propertyName?.text ?? local }
    })
}

/** `export { a as b } from '…'`, `export * from '…'`, `export * as a from '…'`. */
export function exportsFromTypeScript(node: TsNode, reading: Reading, base: Base): Statement {
  const specifier = node.moduleSpecifier?.text
  const clause = node.exportClause
  if (node.isTypeOnly) return { ...base, kind: 'OtherStatement' }
  if (clause && isKind(clause, 'NamedExports', reading)) {
    const names = [...(clause.elements ?? [])].map((element) => {
      const exported = element.name?.text ?? ''
      return { local: element.propertyName?.text ?? exported, exported }
    })
    return { ...base, kind: 'ExportNames', specifier, names }
  }
  if (specifier === undefined) return { ...base, kind: 'OtherStatement' }
  return { ...base, kind: 'ExportAll', specifier, as: clause?.name?.text }
}

function textFrom(node: TsNode, reading: Reading): string {
  const start = node.getStart()
  return reading.source.text.slice(start, start + 200)
}
