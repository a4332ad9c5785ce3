import type { ClassMember, ClassNode } from './tree.ts'
import { isKind, type Reading, toKey, type TsNode } from './typescript-node.ts'

/** A class declaration or expression. */
export function classFromTypeScript(node: TsNode, reading: Reading): ClassNode {
  const { source } = reading
  const superclass = [...(node.heritageClauses ?? [])].find((clause) => isExtends(clause, source.text))?.types?.[0]
  return {
    kind: 'Class',
    native: node,
    source,
    name: node.name?.text,
    superclass: superclass && reading.expression(superclass),
    members: [...(node.members ?? [])].map((member) => toClassMember(member, reading)),
  }
}

function toClassMember(member: TsNode, reading: Reading): ClassMember {
  const modifiers = [...(member.modifiers ?? [])]
  const isField = isKind(member, 'PropertyDeclaration', reading)
  const field = member.initializer && reading.expression(member.initializer)
  return {
    native: member,
    source: reading.source,
    name: isKind(member, 'Constructor', reading) ? 'constructor' : toKey(member.name, reading),
    isStatic: modifiers.some((modifier) => isKind(modifier, 'StaticKeyword', reading)),
    isGetter: isKind(member, 'GetAccessor', reading),
    value: isField ? field : reading.fn(member),
    decorators: modifiers
      .filter((modifier) => isKind(modifier, 'Decorator', reading))
      .map((modifier) => reading.expression(modifier.expression)),
  }
}

function isExtends(clause: TsNode, text: string): boolean {
  return text.startsWith('extends', clause.getStart())
}
