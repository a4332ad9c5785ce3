import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/

/**
 * Writes the licences of the packages that files come from: most ask that they go wherever the code goes.
 *
 * @param inputs Absolute paths; those outside of node_modules are passed over.
 */
export async function writeLicences(file: string, inputs: readonly string[]): Promise<void> {
  const dirs = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []))
  const texts = await Promise.all([...dirs].sort().map(readLicence))
  await writeFile(file, texts.join('\n\n'))
}

async function readLicence(dir: string): Promise<string> {
  const about: { name?: string; version?: string; license?: string } = JSON.parse(
    await readFile(path.join(dir, 'package.json'), 'utf8'),
  )
  const names = (await readdir(dir)).filter((name) => /^(?:licen[cs]e|notice)/i.test(name)).sort()
  const texts = await Promise.all(names.map((name) => readFile(path.join(dir, name), 'utf8')))
  const title = `${about.name} ${about.version} (${about.license ?? 'see its package'})`
  return [title, '='.repeat(title.length), ...texts.map((text) => text.trim())].join('\n')
}
