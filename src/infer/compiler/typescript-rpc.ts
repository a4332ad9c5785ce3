import { existsSync, readFileSync } from 'node:fs'
import type * as Sync from 'typescript/unstable/sync'
import type { Node, TypeNode } from 'typescript/unstable/ast'
import { fromTypeScript } from '../syntax/from-typescript.ts'
import { NO_DOC, parseDocComment } from '../syntax/doc-comment.ts'
import type { Source } from '../syntax/tree.ts'
import { type SyntaxKinds, toKindNames, type TsNode } from '../syntax/typescript-node.ts'
import type { Compiler, TypeReader } from './compiler.ts'
import { configFileOf, type ProgramInput, toConfigText } from './compiler-options.ts'
import { isExternalFile, isShimFile } from './external.ts'
import { SHIM_FILES } from './shims.ts'
import { createTypeReader } from './type-reader.ts'
import type { TypeApi } from './type-api.ts'

/** The modules of TypeScript 7's own API: `typescript/sync` from 7.1 on, `typescript/unstable/sync` in 7.0. */
export interface RpcModules {
  readonly sync: typeof Sync
  readonly kinds: SyntaxKinds
  readonly version: string
}

/** A project as TypeScript 7 reads it: the compiler is a native child process that answers questions. */
export function openTypeScriptRpc(modules: RpcModules, input: ProgramInput): Compiler {
  const configFile = configFileOf(input.dir)
  const virtual = new Map([[configFile, toConfigText(input)], ...SHIM_FILES])
  const api = new modules.sync.API({
    cwd: input.dir,
    fs: {
      // `undefined` leaves the question to the real disk.
      readFile: (file) => virtual.get(file),
      fileExists: (file) => virtual.has(file) || undefined,
    },
  })
  const kinds = toKindNames(modules.kinds)
  let snapshot = api.updateSnapshot({ openProjects: [configFile] })
  let project = requireProject(snapshot, configFile)
  let sources = new Map<string, Source | undefined>()
  let types: TypeReader | undefined
  return {
    name: `typescript ${modules.version}`,
    get types() {
      types ??= createTypeReader(createRpcTypes(modules, project))
      return types
    },
    source(file) {
      if (!sources.has(file)) sources.set(file, readSource(file, project, kinds))
      return sources.get(file)
    },
    files: () => project.program.getSourceFileNames().filter((file) => !isExternalFile(file) && !isShimFile(file)),
    update(files) {
      const previous = snapshot
      snapshot = api.updateSnapshot({ fileChanges: toChanges(files, project) })
      project = requireProject(snapshot, configFile)
      previous.dispose()
      sources = new Map()
      types = undefined
    },
    close: () => api.close(),
  }
}

function toChanges(
  files: readonly string[],
  project: Sync.Project,
): Record<'changed' | 'created' | 'deleted', string[]> {
  const known = new Set(project.program.getSourceFileNames())
  const present = files.filter((file) => existsSync(file))
  return {
    changed: present.filter((file) => known.has(file)),
    created: present.filter((file) => !known.has(file)),
    deleted: files.filter((file) => !existsSync(file)),
  }
}

function requireProject(snapshot: Sync.Snapshot, configFile: string): Sync.Project {
  const project = snapshot.getProject(configFile) ?? snapshot.getProjects()[0]
  if (!project) throw new Error(`${configFile}: TypeScript opened no project`)
  return project
}

function readSource(file: string, project: Sync.Project, kinds: ReadonlyMap<number, string>): Source | undefined {
  const root = project.program.getSourceFile(file)
  if (!root) return undefined
  // Every node of the compiler's tree has the fields that `TsNode` lists for its kind.
  return fromTypeScript({ file, text: root.text ?? readFileSync(file, 'utf8'), root: root as unknown as TsNode, kinds })
}

// A `TsNode` is this compiler's own node, seen through the fields that inference reads.
const native = (node: TsNode): Node => node as unknown as Node
const typeNode = (node: TsNode): TypeNode => node as unknown as TypeNode

const has = (type: Sync.Type, flag: number): boolean => type.isObjectType() && (Number(type.objectFlags) & flag) !== 0

function createRpcTypes(modules: RpcModules, project: Sync.Project): TypeApi<Sync.Type, Sync.Symbol> {
  const { checker } = project
  const { sync } = modules
  const { ObjectFlags, SignatureKind, SymbolFlags } = sync
  const properties = remember((type: Sync.Type) => checker.getPropertiesOfType(type))
  const returnTypes = remember((type: Sync.Type) =>
    checker
      .getSignaturesOfType(type, SignatureKind.Call)
      .map((signature) => checker.getReturnTypeOfSignature(signature))
      .filter((result) => result !== undefined),
  )
  return {
    flags: sync.TypeFlags,
    idOf: (type) => type.id,
    typeAt: (node) => checker.getTypeAtLocation(native(node)),
    contextualType: (node) =>
      checker.getContextualType(native(node) as Parameters<typeof checker.getContextualType>[0]),
    fromTypeNode: (node) => checker.getTypeFromTypeNode(typeNode(node)),
    parameterType: (call, index) => {
      const signature = checker.getResolvedSignature(native(call))
      return signature && checker.getParameterType(signature, index)
    },
    isAssignable: (from, to) => checker.isTypeAssignableTo(from, to),
    members: remember((type) => (type.isUnionType() || type.isIntersectionType() ? type.getTypes() : [])),
    literalValue: (type) => (type.isLiteralType() ? type.value : undefined),
    isArray: remember((type) => has(type, ObjectFlags.Reference) && checker.isArrayType(type)),
    isTuple: remember((type) => has(type, ObjectFlags.Reference) && checker.isTupleType(type)),
    isReference: (type) => has(type, ObjectFlags.Reference),
    isClassOrInterface: (type) => has(type, ObjectFlags.Class | ObjectFlags.Interface),
    typeArguments: remember((type) =>
      type.isTypeReference()
        ? checker.getTypeArguments(type).filter((arg) => !(arg.isTypeParameter() && arg.isThisType))
        : [],
    ),
    elementFlags: (type) => {
      const target = type.isTypeReference() ? type.getTarget() : type
      // An empty tuple has none at all.
      const marks: readonly number[] | undefined = target.isTupleType() ? target.elementFlags : undefined
      return marks ?? []
    },
    properties,
    // One question for all properties of a type, instead of one for each.
    property: (type, name) => properties(type).find((symbol) => symbol.name === name),
    symbolTypes: (symbols) => (symbols.length === 0 ? [] : checker.getTypeOfSymbol(symbols)),
    indexType: (type) => checker.getIndexInfosOfType(type).find((info) => isTextKey(info.keyType, sync))?.valueType,
    returnTypes,
    constraint: (type) => checker.getBaseConstraintOfType(type),
    symbolOf: remember((type) => type.getSymbol()),
    aliasOf: remember((type) => type.getAliasSymbol()),
    aliasArguments: (type) => type.getAliasTypeArguments() ?? [],
    texts: (type) => (type.isTemplateLiteralType() ? type.texts : []),
    typeText: remember((type) => checker.typeToString(type)),
    symbolName: (symbol) => symbol.name,
    fileOf: (symbol) => symbol.declarations[0]?.path,
    isOptional: (symbol) => (symbol.flags & SymbolFlags.Optional) !== 0,
    isMethod: (symbol) => (symbol.flags & (SymbolFlags.Method | SymbolFlags.Function)) !== 0,
    isFresh: (symbol) => symbol.declarations[0]?.kind === modules.kinds.PropertyAssignment,
    docsOf: (symbol) => docsOf(symbol, project),
  }
}

/** Remembers one answer per type, for as long as the snapshot lives. */
function remember<R>(answer: (type: Sync.Type) => R): (type: Sync.Type) => R {
  const known = new Map<number, R>()
  return (type) => {
    const found = known.get(type.id)
    if (found !== undefined || known.has(type.id)) return found as R
    const result = answer(type)
    known.set(type.id, result)
    return result
  }
}

function isTextKey(key: Sync.Type, sync: typeof Sync): boolean {
  return (key.flags & (sync.TypeFlags.String | sync.TypeFlags.Number | sync.TypeFlags.TemplateLiteral)) !== 0
}

function docsOf(symbol: Sync.Symbol, project: Sync.Project): ReturnType<typeof parseDocComment> {
  const handle = symbol.declarations[0]
  if (!handle || isExternalFile(handle.path)) return NO_DOC
  let node: Node | undefined = handle.resolve(project)
  // The comment of `type X = …` stands on the statement, one or two levels above what the symbol points at.
  for (let level = 0; node && level < 3; level += 1) {
    const before = node.getFullText().slice(0, node.getStart() - node.getFullStart())
    const comment = before.match(/\/\*\*[\s\S]*?\*\//g)?.at(-1)
    if (comment) return parseDocComment(comment)
    if (node.parent?.getStart() !== node.getStart()) break
    node = node.parent
  }
  return NO_DOC
}
