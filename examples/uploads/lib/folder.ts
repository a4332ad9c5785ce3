import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The folder that files are kept in; made when it is not there. */
export async function openUploads(): Promise<string> {
  const folder = process.env['UPLOADS'] ?? path.join(tmpdir(), 'rehost-uploads')
  await mkdir(folder, { recursive: true })
  return folder
}

/** A name that cannot lead out of the folder; undefined when there is none. */
export function toSafeName(name: string): string | undefined {
  return /^[\w-][\w.-]{0,99}$/.test(name) ? name : undefined
}
