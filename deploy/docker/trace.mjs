// node trace.mjs <rehost> <target>: copies what `rehost start` can load of rehost itself, for an app that is built.
import { cpSync, existsSync, globSync, lstatSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { nodeFileTrace } from '@vercel/nft'

const [from = '/opt/rehost', to = '/opt/traced'] = process.argv.slice(2)

/** Loaded only to compile or to infer, which a built app has behind it. */
const BUILD_ONLY = [
  'esbuild',
  '@esbuild',
  'oxc-parser',
  '@oxc-parser',
  '@oxc-project',
  'typescript',
  '@typescript',
  'chokidar',
]
const ignore = BUILD_ONLY.map((name) => `node_modules/${name}/**`)

/** Files that are read, not imported: the documentation page. */
const ASSETS = [
  'package.json',
  'node_modules/swagger-ui-dist/*.{css,png,html}',
  'node_modules/swagger-ui-dist/swagger-ui-bundle.js',
  'node_modules/swagger-ui-dist/swagger-ui-standalone-preset.js',
  'node_modules/swagger-ui-dist/{absolute-path,index,package}.{js,json}',
]

const entries = globSync('dist/**/*.js', { cwd: from }).map((file) => path.join(from, file))
const { fileList } = await nodeFileTrace(entries, { base: from, ignore })
const unneeded = /\.map$|swagger-ui-dist\/(?:swagger-ui\.js|.*es-bundle|.*\.txt)/
const files = [...fileList, ...globSync(ASSETS, { cwd: from })].filter((file) => !unneeded.test(file))

for (const file of new Set(files)) {
  const source = path.join(from, file)
  if (!existsSync(source) || lstatSync(source).isDirectory()) continue
  mkdirSync(path.dirname(path.join(to, file)), { recursive: true })
  cpSync(source, path.join(to, file), { verbatimSymlinks: true })
}
console.log(`${new Set(files).size} files of rehost are needed to serve a built app`)
