/**
 * The syntax tree that inference reads. Every compiler's own tree is turned into this one, so the analysis is written
 * once; `native` is the compiler's node, to ask its type.
 */
export interface Source {
  /** Absolute path on disk, `/`-separated. */
  readonly file: string
  readonly text: string
  readonly statements: readonly Statement[]
  /** Offset of the first character of a node, comments before it skipped. */
  startOf(native: unknown): number
  /** Offset where the comments before a node begin. */
  fullStartOf(native: unknown): number
  /** Offset behind the last character of a node. */
  endOf(native: unknown): number
}

interface Base {
  readonly native: unknown
  readonly source: Source
}

/** A type written in the code; only the compiler can read it. */
export interface TypeNode extends Base {
  readonly kind: 'Type'
  /** `as const`. */
  readonly isConst: boolean
}

export interface Identifier extends Base {
  readonly kind: 'Identifier'
  readonly name: string
}
export interface Literal extends Base {
  readonly kind: 'Literal'
  readonly value: string | number | boolean | null
}
export interface Regex extends Base {
  readonly kind: 'Regex'
  readonly text: string
}
export interface Template extends Base {
  readonly kind: 'Template'
  /** One more than `parts`. */
  readonly texts: readonly string[]
  readonly parts: readonly Expression[]
}
export interface Spread extends Base {
  readonly kind: 'Spread'
  readonly value: Expression
}
export interface ArrayLiteral extends Base {
  readonly kind: 'Array'
  readonly items: readonly (Expression | Spread)[]
}
export interface PropertyNode extends Base {
  readonly kind: 'Property'
  /** Undefined when the key is computed. */
  readonly key: string | undefined
  readonly computed: Expression | undefined
  readonly value: Expression
  readonly isGetter: boolean
}
export interface ObjectLiteral extends Base {
  readonly kind: 'Object'
  readonly members: readonly (PropertyNode | Spread)[]
}
export interface Param extends Base {
  readonly kind: 'Param'
  readonly target: Pattern
  readonly fallback: Expression | undefined
  readonly type: TypeNode | undefined
  readonly isRest: boolean
  /** `constructor(readonly status: number)`. */
  readonly isProperty: boolean
}
export interface FunctionNode extends Base {
  readonly kind: 'Function'
  readonly name: string | undefined
  readonly params: readonly Param[]
  readonly isArrow: boolean
  readonly isAsync: boolean
  readonly isGenerator: boolean
  readonly returnType: TypeNode | undefined
  /** Read when asked for: most functions of a file are never followed. Undefined for a declaration without body. */
  body(): Block | Expression | undefined
}
export interface ClassMember extends Base {
  /** Undefined when the name is computed. */
  readonly name: string | undefined
  readonly isStatic: boolean
  readonly isGetter: boolean
  readonly value: Expression | undefined
  readonly decorators: readonly Expression[]
}
export interface ClassNode extends Base {
  readonly kind: 'Class'
  readonly name: string | undefined
  readonly superclass: Expression | undefined
  readonly members: readonly ClassMember[]
}
export interface MemberAccess extends Base {
  readonly kind: 'Member'
  readonly object: Expression
  readonly name: string
  readonly isOptional: boolean
}
export interface IndexAccess extends Base {
  readonly kind: 'Index'
  readonly object: Expression
  readonly index: Expression
}
export interface Call extends Base {
  readonly kind: 'Call'
  readonly callee: Expression
  readonly args: readonly (Expression | Spread)[]
}
export interface New extends Base {
  readonly kind: 'New'
  readonly callee: Expression
  readonly args: readonly (Expression | Spread)[]
}
export interface Unary extends Base {
  readonly kind: 'Unary'
  readonly operator: string
  readonly operand: Expression
}
export interface Binary extends Base {
  readonly kind: 'Binary'
  readonly operator: string
  readonly left: Expression
  readonly right: Expression
}
export interface Assign extends Base {
  readonly kind: 'Assign'
  readonly operator: string
  readonly target: Pattern | Expression
  readonly value: Expression
}
export interface Conditional extends Base {
  readonly kind: 'Conditional'
  readonly test: Expression
  readonly yes: Expression
  readonly no: Expression
}
export interface Await extends Base {
  readonly kind: 'Await'
  readonly value: Expression
}
/** `e as T`, `<T>e`, `e satisfies T`, `e!`, and JSDoc casts, whose type is the node's own. */
export interface Cast extends Base {
  readonly kind: 'Cast'
  readonly value: Expression
  readonly type: TypeNode | undefined
}
export interface ImportCall extends Base {
  readonly kind: 'ImportCall'
  readonly specifier: Expression
}
export type This = Base & { readonly kind: 'This' }
export type Super = Base & { readonly kind: 'Super' }
/** Anything inference does not reason about; its children are still evaluated for what they do. */
export interface OtherExpression extends Base {
  readonly kind: 'Other'
  readonly children: readonly Expression[]
}
type Primary = Identifier | Literal | Regex | Template | ArrayLiteral | ObjectLiteral | FunctionNode | ClassNode
type Compound = MemberAccess | IndexAccess | Call | New | Unary | Binary | Assign | Conditional | Await | Cast
export type Expression = Primary | Compound | ImportCall | This | Super | OtherExpression

export interface PatternField extends Base {
  readonly kind: 'Field'
  /** Undefined when the key is computed. */
  readonly key: string | undefined
  readonly target: Pattern
  readonly fallback: Expression | undefined
}
export interface ObjectPattern extends Base {
  readonly kind: 'ObjectPattern'
  readonly fields: readonly PatternField[]
  readonly rest: Pattern | undefined
}
export interface ArrayPattern extends Base {
  readonly kind: 'ArrayPattern'
  readonly items: readonly (Pattern | undefined)[]
}
export type Pattern = Identifier | ObjectPattern | ArrayPattern

export interface Block extends Base {
  readonly kind: 'Block'
  readonly statements: readonly Statement[]
}
export interface If extends Base {
  readonly kind: 'If'
  readonly test: Expression
  readonly yes: Statement
  readonly no: Statement | undefined
}
export interface SwitchCase {
  /** Undefined for `default`. */
  readonly test: Expression | undefined
  readonly body: readonly Statement[]
}
export interface Switch extends Base {
  readonly kind: 'Switch'
  readonly subject: Expression
  readonly cases: readonly SwitchCase[]
}
export interface Return extends Base {
  readonly kind: 'Return'
  readonly value: Expression | undefined
}
export interface Throw extends Base {
  readonly kind: 'Throw'
  readonly value: Expression
}
export interface Try extends Base {
  readonly kind: 'Try'
  readonly block: Block
  readonly param: Pattern | undefined
  readonly handler: Block | undefined
  readonly finalizer: Block | undefined
}
export interface Declaration extends Base {
  readonly kind: 'Declaration'
  readonly target: Pattern
  readonly init: Expression | undefined
  readonly type: TypeNode | undefined
}
export interface Variables extends Base {
  readonly kind: 'Variables'
  readonly isConst: boolean
  readonly isExported: boolean
  readonly declarations: readonly Declaration[]
}
export interface ExpressionStatement extends Base {
  readonly kind: 'ExpressionStatement'
  readonly expression: Expression
}
export interface Loop extends Base {
  readonly kind: 'Loop'
  readonly init: Variables | Expression | undefined
  readonly test: Expression | undefined
  readonly update: Expression | undefined
  /** `for (target of over)`, `for (target in over)`. */
  readonly each: { readonly target: Pattern; readonly over: Expression; readonly isIn: boolean } | undefined
  readonly body: Statement
}
export interface Jump extends Base {
  readonly kind: 'Break' | 'Continue'
}
export interface FunctionStatement extends Base {
  readonly kind: 'FunctionStatement'
  readonly fn: FunctionNode
  readonly isExported: boolean
  readonly isDefault: boolean
}
export interface ClassStatement extends Base {
  readonly kind: 'ClassStatement'
  readonly cls: ClassNode
  readonly isExported: boolean
  readonly isDefault: boolean
}
export interface EnumStatement extends Base {
  readonly kind: 'Enum'
  readonly name: string
  readonly members: readonly { readonly name: string; readonly value: Expression | undefined }[]
  readonly isExported: boolean
}
export interface Import extends Base {
  readonly kind: 'Import'
  readonly specifier: string
  /** `imported` is `default`, `*` or a name. */
  readonly names: readonly { readonly local: string; readonly imported: string }[]
}
export interface ExportNames extends Base {
  readonly kind: 'ExportNames'
  readonly specifier: string | undefined
  readonly names: readonly { readonly local: string; readonly exported: string }[]
}
export interface ExportAll extends Base {
  readonly kind: 'ExportAll'
  readonly specifier: string
  readonly as: string | undefined
}
export interface ExportDefault extends Base {
  readonly kind: 'ExportDefault'
  readonly value: Expression
}
export interface OtherStatement extends Base {
  readonly kind: 'OtherStatement'
}
type Control = Block | If | Switch | Return | Throw | Try | Loop | Jump | ExpressionStatement
type Declaring = Variables | FunctionStatement | ClassStatement | EnumStatement
type Linking = Import | ExportNames | ExportAll | ExportDefault
export type Statement = Control | Declaring | Linking | OtherStatement

export type AnyNode = Expression | Statement | Pattern | Spread | PropertyNode | Param | TypeNode | Declaration
