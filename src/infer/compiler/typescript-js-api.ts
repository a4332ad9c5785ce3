import type { TsNode } from '../syntax/typescript-node.ts'
import type { TypeFlagNumbers } from './type-api.ts'

/*
 * The part of the API of TypeScript 5 and 6 that inference uses. TypeScript 7, which rehost itself is built with, no
 * longer declares it.
 */

export interface JsDeclaration extends TsNode {
  readonly parent?: JsDeclaration
  getSourceFile(): { readonly fileName: string; readonly text: string }
}

export interface JsSymbol {
  readonly name: string
  readonly flags: number
  readonly declarations?: readonly JsDeclaration[]
}

export interface JsType {
  readonly id: number
  readonly flags: number
  readonly objectFlags?: number
  readonly symbol?: JsSymbol
  readonly aliasSymbol?: JsSymbol
  readonly aliasTypeArguments?: readonly JsType[]
  readonly types?: readonly JsType[]
  readonly value?: unknown
  readonly intrinsicName?: string
  readonly isThisType?: boolean
  readonly texts?: readonly string[]
  readonly target?: { readonly elementFlags?: readonly number[] }
}

interface JsSignature {
  readonly parameters: readonly JsSymbol[]
}

export interface JsChecker {
  getTypeAtLocation(node: TsNode): JsType
  getContextualType(node: TsNode): JsType | undefined
  getTypeFromTypeNode(node: TsNode): JsType
  getResolvedSignature(node: TsNode): JsSignature | undefined
  getTypeOfSymbol(symbol: JsSymbol): JsType
  isTypeAssignableTo(from: JsType, to: JsType): boolean
  isArrayType(type: JsType): boolean
  isTupleType(type: JsType): boolean
  getTypeArguments(type: JsType): readonly JsType[]
  getPropertiesOfType(type: JsType): readonly JsSymbol[]
  getPropertyOfType(type: JsType, name: string): JsSymbol | undefined
  getIndexInfosOfType(type: JsType): readonly { readonly keyType: JsType; readonly type: JsType }[]
  getSignaturesOfType(type: JsType, kind: number): readonly JsSignature[]
  getReturnTypeOfSignature(signature: JsSignature): JsType
  getBaseConstraintOfType(type: JsType): JsType | undefined
  typeToString(type: JsType): string
}

export interface JsProgram {
  getTypeChecker(): JsChecker
  getSourceFile(file: string): (TsNode & { readonly fileName: string }) | undefined
  getSourceFiles(): readonly { readonly fileName: string }[]
}

type Numbers = Readonly<Record<string, number | undefined>>

export interface JsApi {
  readonly version: string
  readonly SyntaxKind: Readonly<Record<string, unknown>>
  readonly TypeFlags: TypeFlagNumbers
  readonly ObjectFlags: Numbers
  readonly SymbolFlags: Numbers
  readonly sys: { fileExists(file: string): boolean; readFile(file: string): string | undefined }
  createCompilerHost(options: object, setParentNodes?: boolean): object
  createSourceFile(file: string, text: string, language: unknown, setParentNodes: boolean): unknown
  getParsedCommandLineOfConfigFile(
    file: string,
    options: object,
    host: object,
  ): { readonly options: object; readonly fileNames: readonly string[] } | undefined
  createProgram(input: {
    readonly rootNames: readonly string[]
    readonly options: object
    readonly host: object
    readonly oldProgram?: JsProgram
  }): JsProgram
}
