import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'

const here = fileURLToPath(new URL('.', import.meta.url))
const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url))
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
const load = createRequire(import.meta.url)

/** One YAML document of deploy/. */
export interface Manifest {
  /** `kubernetes/service.yaml Service`. */
  readonly name: string
  readonly apiVersion: string
  readonly kind: string
  readonly body: object
}

/** Whether the packages of this folder are installed. */
export function hasJudges(): boolean {
  return existsSync(path.join(here, 'node_modules/kubernetes-models'))
}

function readField(body: object, key: string): string {
  const value: unknown = Reflect.get(body, key)
  return typeof value === 'string' ? value : ''
}

/** The documents of one text. */
export function parseManifests(text: string, file: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0]
    const body: unknown = document.toJS()
    if (typeof body !== 'object' || body === null) throw new Error(`${file} has a document that is no object`)
    const kind = readField(body, 'kind')
    return { name: `${file} ${kind}`, apiVersion: readField(body, 'apiVersion'), kind, body }
  })
}

/** All manifests below deploy/kubernetes and deploy/knative. */
export function readManifests(): Manifest[] {
  return ['kubernetes', 'knative'].flatMap((folder) =>
    readdirSync(path.join(DEPLOY, folder)).flatMap((file) =>
      parseManifests(readFileSync(path.join(DEPLOY, folder, file), 'utf8'), `${folder}/${file}`),
    ),
  )
}

interface Model {
  validate(): void
}

/** What the schemas of Kubernetes and Knative have against a manifest; undefined for nothing. */
export function judgeBySchema({ apiVersion, kind, body }: Manifest): string | undefined {
  const own = apiVersion.startsWith('serving.knative.dev/') ? '@kubernetes-models/knative' : 'kubernetes-models'
  const models: Record<string, new (body: object) => Model> = load(`${own}/${apiVersion}/${kind}`)
  const Model = models[kind]
  if (Model === undefined) return `there is no schema for ${apiVersion} ${kind}`
  try {
    new Model(body).validate()
    return undefined
  } catch (error) {
    return String(error)
  }
}

/** Where the types of a group are, when its name is longer than its folder's. */
const GROUPS: Readonly<Record<string, string>> = { v1: 'core/v1', 'networking.k8s.io/v1': 'networking/v1' }

/**
 * What the types of Kubernetes have against manifests: misspelt fields above all, which schemas let pass. Knative has no
 * types.
 */
export function judgeByTypes(manifests: readonly Manifest[]): string[] {
  const file = path.join(here, `manifests-${process.pid}.gen.ts`)
  const known = manifests.filter(({ apiVersion }) => !apiVersion.includes('knative'))
  const source = known.map(({ apiVersion, kind, body }, index) => {
    const type = `import('kubernetes-types/${GROUPS[apiVersion] ?? apiVersion}').${kind}`
    return `export const manifest${index}: ${type} = ${JSON.stringify(body)}`
  })
  writeFileSync(file, source.join('\n'))
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--types', '', '--module', 'esnext', '--ignoreConfig']
  try {
    execFileSync(process.execPath, [TSC, ...flags, '--moduleResolution', 'bundler', '--target', 'es2022', file])
    return []
  } catch (error) {
    const output: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'stdout') : undefined
    return String(output)
      .split('\n')
      .filter((line) => line.includes('error TS'))
      .map((line) => `${known[Number(/\((\d+),/.exec(line)?.[1]) - 1]?.name}: ${line.replace(/^.*error /, '')}`)
  } finally {
    rmSync(file, { force: true })
  }
}
