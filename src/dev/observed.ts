import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** An answer that the document did not foresee. */
export interface Observed {
  /** `Route.name`. */
  readonly route: string
  readonly method: string
  readonly status: number
  /** Media type without parameters; undefined for an answer without a body. */
  readonly contentType: string | undefined
}

/** What was seen in development, kept until `rehost openapi --learn` takes it up. */
export interface Observations {
  note(seen: Observed): void
  /** Resolves when all that was noted is on disk. */
  close(): Promise<void>
}

/** Where a project's observations are kept; `cacheDir` may be shared by several projects. */
export function toObservedFile(cacheDir: string, dir: string): string {
  const project = createHash('sha256').update(path.resolve(dir)).digest('hex').slice(0, 16)
  return path.join(cacheDir, `observed-${project}.json`)
}

/** Reads what was noted; a file that is not there or cannot be read says nothing. */
export async function readObserved(file: string): Promise<readonly Observed[]> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(value) ? value.filter(isObserved) : []
  } catch {
    return []
  }
}

function isObserved(value: unknown): value is Observed {
  if (typeof value !== 'object' || value === null) return false
  const { route, method, status }: Readonly<Record<string, unknown>> = { ...value }
  return typeof route === 'string' && typeof method === 'string' && typeof status === 'number'
}

/** Opens the notes of a project. Each answer is noted once; a disk that cannot be written costs the notes alone. */
export function openObservations(file: string): Observations {
  const seen = new Map<string, Observed>()
  let writing = readObserved(file).then((known) => {
    for (const one of known) seen.set(toKey(one), one)
  })
  const write = async (): Promise<void> => {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, JSON.stringify([...seen.values()], undefined, 1))
  }
  return {
    note(one) {
      writing = writing.then(async () => {
        if (seen.has(toKey(one))) return
        seen.set(toKey(one), one)
        await write().catch(() => {})
      })
    },
    close: () => writing,
  }
}

const toKey = ({ route, method, status, contentType }: Observed): string =>
  [route, method, status, contentType].join(' ')
