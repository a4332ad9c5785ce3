import type { Provide } from '../module/runtime.ts'

/** The modules that handlers share with the server, as a build carries them; `PROVIDED` has their names. */
const MODULES: Readonly<Record<string, () => Promise<object>>> = {
  'next/server': () => import('../next/server.ts'),
  'next/headers': () => import('../next/headers.ts'),
  'next/navigation': () => import('../next/navigation.ts'),
  'next/cache': () => import('../next/cache.ts'),
  'rehost/use-cache': () => import('../next/cache/use-cache.ts'),
  rehost: () => import('./rehost.ts'),
  'rehost/contract': () => import('../openapi/contract.ts'),
}

/** Imports one of them: the very instance that the server uses. */
export const provide: Provide = (name) => {
  const load = MODULES[name]
  if (load === undefined) throw new Error(`a build carries no module ${name}`)
  return load()
}
