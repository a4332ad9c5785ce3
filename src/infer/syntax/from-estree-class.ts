import { esKey, type EsNode, type EsReading, nameText, nodeList, oneNode } from './estree-node.ts'
import type { ClassMember, ClassNode } from './tree.ts'

/** A class declaration or expression. */
export function classFromEstree(node: EsNode, reading: EsReading): ClassNode {
  const members = nodeList(oneNode(node.body)?.body)
  return {
    kind: 'Class',
    native: node,
    source: reading.source,
    name: node.id ? nameText(node.id) : undefined,
    superclass: node.superClass ? reading.expression(node.superClass) : undefined,
    members: members.map((member) => toMember(member, reading)),
  }
}

function toMember(member: EsNode, reading: EsReading): ClassMember {
  // A method's function, or a field's value; both stand in `value`.
  const value = member.value as EsNode | null | undefined
  return {
    native: member,
    source: reading.source,
    name: member.kind === 'constructor' ? 'constructor' : esKey(member),
    isStatic: member.static ?? false,
    isGetter: member.kind === 'get',
    value: value ? reading.expression(value) : undefined,
    decorators: (member.decorators ?? []).map((decorator) => reading.expression(oneNode(decorator.expression))),
  }
}
