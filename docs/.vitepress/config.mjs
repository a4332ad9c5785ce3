import path from 'node:path'
import { defineConfig } from 'vitepress'

// Where the repository can be read, for links that leave the pages: https://host/owner/rehost/blob/main
const REPOSITORY = process.env.REPOSITORY_URL

/** Leads links to files outside of docs/ to the repository, or takes them off where there is none. */
function leadOut(md) {
  md.core.ruler.push('lead-out', ({ tokens, env }) => {
    const folder = path.posix.dirname(path.posix.join('docs', env.relativePath ?? ''))
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : ''
      if (href === '' || /^(?:\w+:|#|\/)/.test(href)) continue
      const goal = path.posix.join(folder, href)
      if (goal.startsWith('docs/')) continue
      token.attrSet('href', REPOSITORY ? `${REPOSITORY}/${goal}` : `#${goal}`)
    }
  })
}

const page = (text, link) => ({ text, link })

export default defineConfig({
  title: 'rehost',
  description: 'Run Next.js API routes unmodified on an Express 5 server of your own.',
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: true,
  lastUpdated: false,
  srcExclude: ['node_modules'],
  markdown: { config: leadOut },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [page('Tutorial', '/tutorial'), page('Guides', '/guides/from-nextjs'), page('Reference', '/reference/config')],
    sidebar: [
      {
        text: 'Begin',
        items: [page('Overview', '/'), page('Tutorial', '/tutorial'), page('Examples', '/guides/examples')],
      },
      {
        text: 'Move',
        items: [
          page('From Next.js', '/guides/from-nextjs'),
          page('From Vercel functions', '/guides/from-vercel'),
          page('From Express', '/guides/from-express'),
        ],
      },
      {
        text: 'Do',
        items: [
          page('Document', '/openapi'),
          page('Test', '/guides/test'),
          page('Deploy', '/guides/deploy'),
          page('Operate', '/operating'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Configuration', '/reference/config'),
          page('Commands', '/commands'),
          page('Errors', '/errors'),
          page('Inference', '/inference'),
          page('Parity with Next.js', '/next-parity'),
          page('Parity, case by case', '/reference/parity-cases'),
          page('Libraries', '/reference/libraries'),
          page('Install size', '/reference/install-size'),
        ],
      },
      { text: 'Measured', items: [page('Performance', '/performance'), page('Reliability', '/reliability')] },
      {
        text: 'Inside',
        items: [
          page('Architecture', '/architecture'),
          page('Dependencies', '/dependencies'),
          page('Licences', '/licences'),
          page('Modules, one by one', '/decisions/modules-one-by-one'),
          page('The web door', '/decisions/web-door'),
        ],
      },
    ],
  },
})
