import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { InitFacts } from './project-facts.ts'

// Beside src in a clone, beside dist in the package.
const DEPLOY = path.resolve(import.meta.dirname, '../../deploy')
const FOLDERS = ['kubernetes', 'knative'] as const

/** The manifests that rehost itself is deployed with, for another image and name, by path below the project folder. */
export async function readManifests({ name }: InitFacts): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const folder of FOLDERS) {
    for (const file of (await readdir(path.join(DEPLOY, folder))).toSorted()) {
      const text = await readFile(path.join(DEPLOY, folder, file), 'utf8')
      files.set(`deploy/${folder}/${file}`, rename(text, name))
    }
  }
  return files
}

// `api` is the name of everything in them.
function rename(text: string, name: string): string {
  return text
    .replaceAll(/^(\s*(?:- )?(?:name|namespace|serviceAccountName|app\.kubernetes\.io\/name): )api$/gm, `$1${name}`)
    .replaceAll('registry.example.com/rehost-app:', `registry.example.com/${name}:`)
}
