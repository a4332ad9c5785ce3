import path from 'node:path'
import { fileURLToPath } from 'node:url'

export type CorpusName = 'pages-api' | 'route-handlers'

/** One server to start and the recording its answers are held against. */
export interface Variant {
  corpus: CorpusName
  name: string
  /** The fixture project, below the corpus's folder. */
  app: string
  /** File with the answers of `next start`, below the corpus's folder. */
  recording: string
  /** File with the answers of `next dev`; absent where none was recorded. */
  devRecording?: string
}

/** Addresses a fixture project may need to know. */
export interface Addresses {
  port: number
  /** Origin of the server that external rewrites lead to. */
  upstream: string
}

const PAGES_CONFIGS = [
  'basepath',
  'trailing',
  'skipslash',
  'i18n',
  'noextras',
  'casesensitive',
  'nopublicroutes',
  'routes',
]
const PAGES_TREES = ['proxy', 'srcdir', 'pageext', 'apifile', 'typemodule', 'bothdirs']
const ROUTES_TREES = ['plain', 'apionly', 'base', 'i18n', 'cc']
const ROUTES_DEV = new Set(['base', 'i18n'])

const pages = (name: string, app: string): Variant => ({
  corpus: 'pages-api',
  name,
  app,
  recording: 'next.recorded.json',
})

/** Every variant, the two slow ones first, so that parallel replays end together. */
export const VARIANTS: readonly Variant[] = [
  { ...pages('main', 'app'), devRecording: 'next-dev.recorded.json' },
  {
    corpus: 'route-handlers',
    name: 'main',
    app: 'app',
    recording: 'next.recorded.json',
    devRecording: 'next.recorded.dev.json',
  },
  ...ROUTES_TREES.toReversed().map((name): Variant => ({
    corpus: 'route-handlers',
    name,
    app: `variants/${name}`,
    recording: `next.recorded.${name}.json`,
    ...(ROUTES_DEV.has(name) ? { devRecording: `next.recorded.${name}.dev.json` } : {}),
  })),
  ...PAGES_CONFIGS.map((name) => pages(name, 'app')),
  ...PAGES_TREES.map((name) => pages(name, `variants/${name}`)),
]

/** Absolute path of a file that belongs to a corpus. */
export function fixturePath(corpus: CorpusName, file: string): string {
  return path.join(path.dirname(fileURLToPath(import.meta.url)), corpus, file)
}

/** The environment a recording was made in: what `next start` had beside the system's own variables. */
export function recordedEnvironment(variant: Variant, { port, upstream }: Addresses): Record<string, string> {
  if (variant.corpus === 'pages-api') return { SHELL_WINS: 'from-shell', PROBE_VARIANT: variant.name }
  return { PROBE_SHELL: 'from-shell', UPSTREAM: upstream, PORT: String(port) }
}
