import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { NO_DOC, parseDocComment } from '../syntax/doc-comment.ts'
import { fromTypeScript } from '../syntax/from-typescript.ts'
import type { Source } from '../syntax/tree.ts'
import { toKindNames, type TsNode } from '../syntax/typescript-node.ts'
import type { Compiler, TypeReader } from './compiler.ts'
import { configFileOf, type ProgramInput, toConfigText } from './compiler-options.ts'
import { isExternalFile, isShimFile } from './external.ts'
import { SHIM_FILES } from './shims.ts'
import type { TypeApi } from './type-api.ts'
import { createTypeReader } from './type-reader.ts'
import type { JsApi, JsProgram, JsSymbol, JsType } from './typescript-js-api.ts'

/** A project as TypeScript 5 and 6 read it: a library in this process. Undefined when there is no such library. */
export function openTypeScriptJs(folder: string, input: ProgramInput): Compiler | undefined {
  const ts = loadApi(folder)
  if (!ts) return undefined
  const configFile = configFileOf(input.dir)
  const virtual = new Map([[configFile, toConfigText(input)], ...SHIM_FILES])
  const host = createHost(ts, virtual)
  const kinds = toKindNames(ts.SyntaxKind)
  const config = ts.getParsedCommandLineOfConfigFile(configFile, {}, host.parse)
  if (!config) return undefined
  const options = { ...config.options, configFilePath: undefined }
  let program = ts.createProgram({ rootNames: config.fileNames, options, host: host.compile })
  let sources = new Map<string, Source | undefined>()
  let types: TypeReader | undefined
  return {
    name: `typescript ${ts.version}`,
    get types() {
      types ??= createTypeReader(createJsTypes(ts, program))
      return types
    },
    source(file) {
      if (!sources.has(file)) sources.set(file, readSource(file, program, kinds))
      return sources.get(file)
    },
    files: () =>
      program
        .getSourceFiles()
        .map((file) => file.fileName)
        .filter((file) => !isExternalFile(file) && !isShimFile(file)),
    update(files) {
      host.forget(files)
      program = ts.createProgram({ rootNames: config.fileNames, options, host: host.compile, oldProgram: program })
      sources = new Map()
      types = undefined
    },
    close: () => {},
  }
}

function loadApi(folder: string): JsApi | undefined {
  const api: unknown = createRequire(path.join(folder, 'package.json'))(folder)
  const isApi = typeof api === 'object' && api !== null && 'createProgram' in api && 'SyntaxKind' in api
  // TypeScript 5 and 6 have the functions that `JsApi` lists; one of them proves it is such a version.
  return isApi ? (api as JsApi) : undefined
}

interface Host {
  readonly parse: object
  readonly compile: object
  forget(files: readonly string[]): void
}

function createHost(ts: JsApi, virtual: ReadonlyMap<string, string>): Host {
  const options = { target: 99, allowJs: true }
  const base = ts.createCompilerHost(options, true)
  const parsed = new Map<string, unknown>()
  const fileExists = (file: string): boolean => virtual.has(file) || ts.sys.fileExists(file)
  const readFile = (file: string): string | undefined => virtual.get(file) ?? ts.sys.readFile(file)
  const compile = {
    ...base,
    fileExists,
    readFile,
    // Unchanged files keep their tree from one program to the next.
    getSourceFile: (file: string, language: unknown) => {
      const known = parsed.get(file)
      if (known) return known
      const text = readFile(file)
      const source = text === undefined ? undefined : ts.createSourceFile(file, text, language, true)
      parsed.set(file, source)
      return source
    },
  }
  const parse = { ...ts.sys, fileExists, readFile, onUnRecoverableConfigFileDiagnostic: () => {} }
  return {
    parse,
    compile,
    forget: (files) => {
      for (const file of files) parsed.delete(file)
    },
  }
}

function readSource(file: string, program: JsProgram, kinds: ReadonlyMap<number, string>): Source | undefined {
  const root = program.getSourceFile(file)
  return root && fromTypeScript({ file, text: root.text ?? readFileSync(file, 'utf8'), root, kinds })
}

const fileOf = (symbol: JsSymbol): string | undefined => symbol.declarations?.[0]?.getSourceFile().fileName

const has = (type: JsType, flag: number | undefined): boolean => ((type.objectFlags ?? 0) & (flag ?? 0)) !== 0

function createJsTypes(ts: JsApi, program: JsProgram): TypeApi<JsType, JsSymbol> {
  const checker = program.getTypeChecker()
  const { ObjectFlags, SymbolFlags } = ts
  const isReference = (type: JsType): boolean => has(type, ObjectFlags.Reference)
  return {
    flags: ts.TypeFlags,
    idOf: (type) => type.id,
    typeAt: (node) => checker.getTypeAtLocation(node),
    contextualType: (node) => checker.getContextualType(node),
    fromTypeNode: (node) => checker.getTypeFromTypeNode(node),
    parameterType: (call, index) => {
      const parameters = checker.getResolvedSignature(call)?.parameters ?? []
      const parameter = parameters[Math.min(index, parameters.length - 1)]
      return parameter && checker.getTypeOfSymbol(parameter)
    },
    isAssignable: (from, to) => checker.isTypeAssignableTo(from, to),
    members: (type) => type.types ?? [],
    literalValue: (type) =>
      type.value ?? (type.intrinsicName === undefined ? undefined : type.intrinsicName === 'true'),
    isArray: (type) => isReference(type) && checker.isArrayType(type),
    isTuple: (type) => isReference(type) && checker.isTupleType(type),
    isReference,
    isClassOrInterface: (type) => has(type, (ObjectFlags.Class ?? 0) | (ObjectFlags.Interface ?? 0)),
    typeArguments: (type) =>
      isReference(type) ? checker.getTypeArguments(type).filter((arg) => arg.isThisType !== true) : [],
    elementFlags: (type) => type.target?.elementFlags ?? [],
    properties: (type) => checker.getPropertiesOfType(type),
    property: (type, name) => checker.getPropertyOfType(type, name),
    symbolTypes: (symbols) => symbols.map((symbol) => checker.getTypeOfSymbol(symbol)),
    indexType: (type) =>
      checker.getIndexInfosOfType(type).find((info) => (info.keyType.flags & ts.TypeFlags.ESSymbol) === 0)?.type,
    returnTypes: (type) =>
      checker.getSignaturesOfType(type, 0).map((signature) => checker.getReturnTypeOfSignature(signature)),
    constraint: (type) => checker.getBaseConstraintOfType(type),
    symbolOf: (type) => type.symbol,
    aliasOf: (type) => type.aliasSymbol,
    aliasArguments: (type) => type.aliasTypeArguments ?? [],
    texts: (type) => type.texts ?? [],
    typeText: (type) => checker.typeToString(type),
    symbolName: (symbol) => symbol.name,
    fileOf,
    isOptional: (symbol) => (symbol.flags & (SymbolFlags.Optional ?? 0)) !== 0,
    isMethod: (symbol) => (symbol.flags & ((SymbolFlags.Method ?? 0) | (SymbolFlags.Function ?? 0))) !== 0,
    isFresh: (symbol) => symbol.declarations?.[0]?.kind === ts.SyntaxKind.PropertyAssignment,
    docsOf: (symbol) => (isExternalFile(fileOf(symbol)) ? NO_DOC : docsOf(symbol)),
  }
}

function docsOf(symbol: JsSymbol): ReturnType<typeof parseDocComment> {
  let node: (TsNode & { parent?: TsNode; getSourceFile(): { text: string } }) | undefined = symbol.declarations?.[0]
  for (let level = 0; node && level < 3; level += 1) {
    const before = node.getSourceFile().text.slice(node.pos, node.getStart())
    const comment = before.match(/\/\*\*[\s\S]*?\*\//g)?.at(-1)
    if (comment) return parseDocComment(comment)
    const parent: typeof node = node.parent as typeof node
    if (parent?.getStart() !== node.getStart()) break
    node = parent
  }
  return NO_DOC
}
