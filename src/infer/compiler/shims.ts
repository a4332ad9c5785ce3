import { SHIM_FOLDER } from './external.ts'

/**
 * Types of the modules that handlers import from `next`. rehost serves projects that have no `next` installed, and
 * these twenty lines give the same document in half the time when it is.
 */
const NEXT = `
interface Message {
  method?: string; url?: string; headers: { [name: string]: string | undefined } & { 'set-cookie'?: string[] }
  httpVersion: string; socket: any; complete: boolean; readable: boolean
  on(event: string, listener: (...args: any[]) => void): this; once(event: string, listener: (...args: any[]) => void): this
  pipe<T>(target: T): T; setEncoding(encoding: string): this; destroy(error?: Error): this; rawHeaders: string[]
  [Symbol.asyncIterator](): AsyncIterableIterator<any>
}
interface Answer {
  statusCode: number; statusMessage: string; headersSent: boolean; writableEnded: boolean; socket: any
  setHeader(name: string, value: number | string | readonly string[]): this; getHeader(name: string): number | string | string[] | undefined
  appendHeader(name: string, value: string | readonly string[]): this; removeHeader(name: string): void; hasHeader(name: string): boolean
  writeHead(status: number, ...rest: any[]): this; write(chunk: any, ...rest: any[]): boolean; end(...args: any[]): this; flushHeaders(): void
  on(event: string, listener: (...args: any[]) => void): this; once(event: string, listener: (...args: any[]) => void): this
}
export interface NextApiRequest extends Message {
  query: Partial<{ [key: string]: string | string[] }>; cookies: Partial<{ [key: string]: string }>; body: any
  env: { [key: string]: string | undefined }; draftMode?: boolean; preview?: boolean; previewData?: any
}
type Send<T> = (body: T) => void
export type NextApiResponse<Data = any> = Answer & {
  send: Send<Data>; json: Send<Data>; status: (statusCode: number) => NextApiResponse<Data>
  redirect(url: string): NextApiResponse<Data>; redirect(status: number, url: string): NextApiResponse<Data>
  revalidate: (path: string, options?: any) => Promise<void>
  setDraftMode: (options: { enable: boolean }) => NextApiResponse<Data>
  setPreviewData: (data: object | string, options?: any) => NextApiResponse<Data>; clearPreviewData: (options?: any) => NextApiResponse<Data>
}
export type NextApiHandler<T = any> = (req: NextApiRequest, res: NextApiResponse<T>) => unknown | Promise<unknown>
export type PageConfig = { api?: any; runtime?: string; maxDuration?: number; [key: string]: any }
export type NextConfig = any
export type Metadata = any
export type NextPage<P = any> = any
export type GetServerSidePropsContext = any
`

const SERVER = `
interface CookieStore {
  get(name: string): { name: string; value: string } | undefined; getAll(name?: string): { name: string; value: string }[]
  has(name: string): boolean; set(...args: any[]): any; delete(...args: any[]): any; size: number; toString(): string
}
export declare class NextRequest extends Request {
  constructor(input: any, init?: any)
  cookies: CookieStore; nextUrl: URL & { basePath: string; locale?: string; clone(): any }; geo?: any; ip?: string
}
export declare class NextResponse<Body = unknown> extends Response {
  constructor(body?: any, init?: any)
  cookies: CookieStore; private sent?: Body
  static json<J>(body: J, init?: ResponseInit): NextResponse<J>
  static redirect(url: string | URL, init?: number | ResponseInit): NextResponse<unknown>
  static rewrite(destination: string | URL, init?: any): NextResponse<unknown>; static next(init?: any): NextResponse<unknown>
}
export type NextMiddleware = any
export type NextFetchEvent = any
export declare function after(task: any): void
export declare function userAgent(request: any): any
export declare function connection(): Promise<void>
`

const HEADERS = `
export declare function cookies(): Promise<{ get(name: string): { name: string; value: string } | undefined; getAll(name?: string): { name: string; value: string }[]; has(name: string): boolean; set(...args: any[]): any; delete(...args: any[]): any; toString(): string }> & { get(name: string): { name: string; value: string } | undefined; has(name: string): boolean; set(...args: any[]): any; delete(...args: any[]): any }
export declare function headers(): Promise<Headers> & Headers
export declare function draftMode(): Promise<{ isEnabled: boolean; enable(): void; disable(): void }> & { isEnabled: boolean; enable(): void; disable(): void }
`

const NAVIGATION = `
export declare function notFound(): never; export declare function redirect(url: string, type?: any): never
export declare function permanentRedirect(url: string, type?: any): never
export declare function forbidden(): never; export declare function unauthorized(): never
`

const CACHE = `
export declare function revalidatePath(path: string, type?: any): void; export declare function revalidateTag(tag: string, profile?: any): void
export declare function updateTag(tag: string): void; export declare function refresh(): void; export declare function unstable_noStore(): void
export declare function unstable_cache<T extends (...args: any[]) => Promise<any>>(fn: T, keys?: string[], options?: any): T
export declare function cacheLife(profile: any): void; export declare function cacheTag(...tags: string[]): void
`

/** Declaration files by the path they seem to have. */
export const SHIM_FILES: ReadonlyMap<string, string> = new Map([
  [`${SHIM_FOLDER}/next.d.ts`, NEXT],
  [`${SHIM_FOLDER}/server.d.ts`, SERVER],
  [`${SHIM_FOLDER}/headers.d.ts`, HEADERS],
  [`${SHIM_FOLDER}/navigation.d.ts`, NAVIGATION],
  [`${SHIM_FOLDER}/cache.d.ts`, CACHE],
])

/** The `paths` that lead to them. */
export const SHIM_PATHS: Readonly<Record<string, readonly string[]>> = {
  next: [`${SHIM_FOLDER}/next.d.ts`],
  'next/types': [`${SHIM_FOLDER}/next.d.ts`],
  'next/server': [`${SHIM_FOLDER}/server.d.ts`],
  'next/headers': [`${SHIM_FOLDER}/headers.d.ts`],
  'next/navigation': [`${SHIM_FOLDER}/navigation.d.ts`],
  'next/cache': [`${SHIM_FOLDER}/cache.d.ts`],
}
