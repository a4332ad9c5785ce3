import { type EsNode, type EsReading, nameText } from './estree-node.ts'
import type { Import, Statement } from './tree.ts'

interface Base {
  readonly native: EsNode
  readonly source: EsReading['source']
}

/** An import declaration; what is imported for its type alone is left out. */
export function importFromEstree(node: EsNode, _reading: EsReading, base: Base): Import {
  const specifiers = node.importKind === 'type' ? [] : (node.specifiers ?? [])
  return {
    ...base,
    kind: 'Import',
    specifier: nameText(node.source),
    names: specifiers
      .filter((specifier) => specifier.importKind !== 'type')
      .map((specifier) => ({ local: nameText(specifier.local), imported: importedName(specifier) })),
  }
}

function importedName(specifier: EsNode): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default'
  return specifier.type === 'ImportNamespaceSpecifier' ? '*' : nameText(specifier.imported)
}

/** `export { a as b } from '…'`, `export * from '…'`. */
export function exportFromEstree(node: EsNode, _reading: EsReading, base: Base): Statement {
  if (node.exportKind === 'type') return { ...base, kind: 'OtherStatement' }
  const specifier = node.source ? nameText(node.source) : undefined
  if (node.type === 'ExportAllDeclaration') {
    const as = node.exported ? nameText(node.exported) : undefined
    return { ...base, kind: 'ExportAll', specifier: specifier ?? '', as }
  }
  const names = (node.specifiers ?? []).map((item) => ({
    local: nameText(item.local),
    exported: nameText(item.exported),
  }))
  return { ...base, kind: 'ExportNames', specifier, names }
}
