/**
 * `error`: what it names does not run here. `remark`: it runs, and something about it is not as under Next.js.
 */
export type Level = 'error' | 'remark'

/** Everything `check` can find. The key is the stable code; docs/commands.md has a line for each. */
export const RULES = {
  // The project's files.
  'routes-missing': {
    level: 'error',
    fix: 'Begin with `export default (req, res) => res.json({ hello: true })` in api/hello.js, or name the folder that holds pages, app or api.',
  },
  'route-name-invalid': { level: 'error', fix: 'Rename the file: [id], [...rest] or [[...rest]], the last two only at the end.' }, // prettier-ignore
  'route-conflict': { level: 'error', fix: 'Rename or remove one of the two files.' },
  'config-invalid': { level: 'error', fix: 'Correct the key that the message names.' },
  'config-unloadable': {
    level: 'error',
    fix: 'Correct next.config at this place, or install what it imports: start and build evaluate it.',
  },
  'not-served': { level: 'remark', fix: 'Rename or move the file if it is meant to be an endpoint.' },
  // Modules.
  'compile-failed': { level: 'error', fix: 'Correct the source at this place, or install what it imports.' },
  'lazy-compile-failed': { level: 'remark', fix: 'It fails when this import() runs: correct it, or install what it imports.' }, // prettier-ignore
  'handler-missing': { level: 'error', fix: 'Export a handler: `export default function handler(req, res)`, or `export function GET(request)`.' }, // prettier-ignore
  'no-methods': { level: 'remark', fix: 'Export the methods it is to answer: `export function GET(request)`.' },
  'setting-invalid': { level: 'error', fix: 'Write a value that the setting knows.' },
  'request-data-sync': {
    level: 'error',
    fix: 'Await it, which Next.js asks for since 16; `npx @next/codemod@latest next-async-request-api .` does so everywhere.',
  },
  'decorator-metadata': { level: 'remark', fix: 'Name the types in the decorators (`@Column("varchar")`, `@Inject(Token)`), or compile these files before.' }, // prettier-ignore
  'next-package': {
    level: 'remark',
    fix: 'Keep `next` among the dependencies, or move to a package that stands alone.',
  },
  'image-import': { level: 'remark', fix: 'Read the file with node:fs where width, height or a public URL is needed.' },
  // What Next.js does at build time or with its own caches.
  'build-time-env': { level: 'remark', fix: 'Set the variable where the server runs; the value it has there counts.' },
  'config-env': { level: 'remark', fix: 'Build again, or restart, after a change.' },
  'unstable-cache': { level: 'remark', fix: 'Use a cache of your own, or move the route to a route.ts.' },
  'revalidate-page': { level: 'remark', fix: 'Call a route of the Next.js that serves the page, and renew it there.' },
  // Platforms.
  'edge-runtime': { level: 'remark', fix: 'Nothing to do, unless it relies on limits of the edge.' },
  'edge-api': { level: 'remark', fix: 'Use what Node.js has: a cache, a parser or a WebSocket package.' },
  'file-fetch': { level: 'remark', fix: 'Read it with node:fs: `await readFile(new URL(…, import.meta.url))`.' },
  'preferred-region': { level: 'remark', fix: 'Run the server where the data is.' },
  'platform-env': { level: 'remark', fix: 'Set the variable yourself, or do without it.' },
  'platform-header': { level: 'remark', fix: 'Let your proxy set the header, or do without it.' },
  'next-output': { level: 'remark', fix: 'Keep the file outside of .next.' },
  // Where answers differ on purpose: docs/next-parity.md.
  'forwarded-header': { level: 'remark', fix: 'Name your proxies in `trustProxy` of rehost.config.' },
  'internal-header': { level: 'remark', fix: 'Use a header name of your own.' },
  'headers-before-throw': { level: 'remark', fix: 'Nothing to do: errors are not cached or misread.' },
  'conditional-write': { level: 'remark', fix: 'Answer 304 yourself if clients of a write rely on it.' },
  'request-close': { level: 'remark', fix: 'Check `res.writableFinished` to tell a client that left from one that got its answer.' }, // prettier-ignore
  // next.config and vercel.json.
  'config-key': { level: 'remark', fix: 'Do without the key, or use what the message names.' },
  'rewrite-target': { level: 'remark', fix: 'Send it to the server that has the page: `destination: "https://…"`.' },
} as const satisfies Record<string, { level: Level; fix: string }>

export type RuleCode = keyof typeof RULES
