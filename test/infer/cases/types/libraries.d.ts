declare module 'yup-like' {
  interface Schema<T> {
    validate(value: unknown): Promise<T>
    validateSync(value: unknown): T
    required(): Schema<T>
    min(n: number): Schema<T>
  }
  export function string(): Schema<string>
  export function number(): Schema<number>
  export function object<S extends Record<string, Schema<any>>>(shape: S): Schema<{ [K in keyof S]: S[K] extends Schema<infer T> ? T : never }>
}
declare module 'tiny-router' {
  export function createRouter<Req, Res>(): any
}
declare module 'http-errors-like' {
  const createError: any
  export default createError
}
