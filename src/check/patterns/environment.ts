import { child, children, memberName, nameOf, propertyName, type SourceFile, type SyntaxNode } from '../source-file.ts'
import type { Pattern, PatternHit } from './pattern.ts'

interface EnvRead {
  readonly name: string
  readonly node: SyntaxNode
}

/** Variables that Next.js compiles in, and those that only Vercel sets. The first place of each is named. */
export const findEnvironment: Pattern = (file, { configEnv }) => {
  const hits = new Map<string, PatternHit>()
  for (const read of readsOf(file)) {
    const hit = judge(read, configEnv)
    if (hit !== undefined && !hits.has(read.name)) hits.set(read.name, hit)
  }
  return [...hits.values()]
}

function judge({ name, node }: EnvRead, configEnv: ReadonlySet<string>): PatternHit | undefined {
  if (configEnv.has(name)) {
    const message = `process.env.${name} comes from \`env\` of next.config: compiled in by rehost build, read at start otherwise`
    return { code: 'config-env', message, node }
  }
  if (name.startsWith('NEXT_PUBLIC_')) {
    return {
      code: 'build-time-env',
      message: `process.env.${name} is read when it runs, not compiled in by a build`,
      node,
    }
  }
  if (name === 'VERCEL' || name.startsWith('VERCEL_') || name === 'NOW_REGION') {
    return { code: 'platform-env', message: `process.env.${name} is set by Vercel alone`, node }
  }
  return undefined
}

const isProcessEnv = (node: SyntaxNode | undefined): boolean =>
  memberName(node) === 'env' && nameOf(child(node, 'object')) === 'process'

function readsOf(file: SourceFile): EnvRead[] {
  const members = file.all('MemberExpression').flatMap(({ node }) => {
    const name = isProcessEnv(child(node, 'object')) ? memberName(node) : undefined
    return name === undefined ? [] : [{ name, node }]
  })
  const taken = file.all('VariableDeclarator').flatMap(({ node }) => {
    if (!isProcessEnv(child(node, 'init'))) return []
    return children(child(node, 'id'), 'properties').flatMap((property) => {
      const name = propertyName(property)
      return name === undefined ? [] : [{ name, node: property }]
    })
  })
  return [...members, ...taken]
}
