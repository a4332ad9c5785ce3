// What the page adds to Swagger UI: a header with the document's name and size, and a theme that stays as it was chosen.

/** Style sheet of the page. It is spliced in by String.replace, so it must hold no dollar sign. */
export const PAGE_CSS = `
:root { color-scheme: light; --bar: #ffffff; --line: #d8dde4; --text: #1b2733; --soft: #5b6875; --page: #fafbfc }
html.dark-mode { color-scheme: dark; --bar: #161b20; --line: #333c45; --text: #e7ecf1; --soft: #9aa7b4; --page: #1c2126 }
body { background: var(--page) }
#rehost { position: sticky; top: 0; z-index: 10; display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem 1rem;
  padding: .7rem max(20px, calc(50vw - 710px)); background: var(--bar); border-bottom: 1px solid var(--line);
  font: 14px/1.5 system-ui, sans-serif; color: var(--soft) }
#rehost b { font-size: 17px; color: var(--text) }
#rehost span { white-space: nowrap }
#rehost nav { display: flex; gap: 1rem; margin-left: auto; align-items: center }
#rehost a { color: inherit; text-underline-offset: 3px }
#rehost a:hover, #rehost a:focus-visible { color: var(--text) }
#rehost button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 6px;
  padding: .1rem .6rem; cursor: pointer }
#rehost button:hover, #rehost button:focus-visible { color: var(--text) }
.swagger-ui .info { margin: 24px 0 }
.swagger-ui .info hgroup > a, .swagger-ui .info__license:has([href*="LicenseRef-"]) { display: none }
.swagger-ui .info .title small.version-stamp { background: #3d6b4f }
.swagger-ui .scheme-container:has(.servers option:only-child) :is(.servers, .servers-title) { display: none }
.swagger-ui .scheme-container:has(.servers option:only-child):not(:has(.authorize)) { display: none }
.swagger-ui .scheme-container { box-shadow: none; border-bottom: 1px solid var(--line); padding: 14px 0 }
.swagger-ui .opblock .opblock-summary-path { word-break: break-word }
@media (max-width: 640px) { #rehost nav { margin-left: 0 } }
`

/** Script of the page: plain JavaScript for browsers, run before Swagger UI starts. */
export const PAGE_SCRIPT = `'use strict'
;(() => {
  const KEY = 'rehost-docs-theme'
  const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'trace']
  const root = document.documentElement
  const system = window.matchMedia('(prefers-color-scheme: dark)')

  // Storage may be forbidden; the page works without it.
  const remembered = () => { try { return localStorage.getItem(KEY) } catch { return null } }
  const remember = (theme) => { try { localStorage.setItem(KEY, theme) } catch { /* this visit only */ } }

  const bar = document.createElement('header')
  bar.id = 'rehost'
  const add = (parent, tag, text, attributes = {}) => {
    const element = parent.appendChild(document.createElement(tag))
    element.textContent = text
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    return element
  }
  const title = add(bar, 'b', 'API')
  const version = add(bar, 'span', '')
  const size = add(bar, 'span', '', { 'aria-live': 'polite' })
  const nav = add(bar, 'nav', '')
  const json = add(nav, 'a', 'openapi.json')
  const yaml = add(nav, 'a', 'openapi.yaml')
  const toggle = add(nav, 'button', '', { type: 'button' })

  const paint = () => {
    const dark = (remembered() ?? (system.matches ? 'dark' : 'light')) === 'dark'
    root.classList.toggle('dark-mode', dark)
    toggle.textContent = dark ? 'Light' : 'Dark'
    toggle.setAttribute('aria-label', dark ? 'Switch to light mode' : 'Switch to dark mode')
  }
  toggle.addEventListener('click', () => {
    remember(root.classList.contains('dark-mode') ? 'light' : 'dark')
    paint()
  })
  system.addEventListener('change', paint)
  paint()
  document.body.prepend(bar)

  const plural = (count, word) => count + ' ' + word + (count === 1 ? '' : 's')
  const describe = (spec) => {
    const paths = Object.values(spec.paths ?? {})
    const operations = paths.reduce((sum, item) => sum + METHODS.filter((method) => item?.[method]).length, 0)
    title.textContent = spec.info?.title ?? 'API'
    version.textContent = spec.info?.version ? 'version ' + spec.info.version : ''
    size.textContent = plural(paths.length, 'path') + ', ' + plural(operations, 'operation')
    document.title = title.textContent
  }

  window.addEventListener('load', () => {
    const ui = window.ui
    const [url] = ui.getConfigs().url.split('?')
    json.href = url
    yaml.href = url.replace(/[.]json$/, '.yaml')
    let shown
    const update = () => {
      const spec = ui.specSelectors.specJson()
      if (spec === shown || !spec.has('info')) return
      shown = spec
      describe(spec.toJS())
    }
    ui.getStore().subscribe(update)
    update()
  })
})()
`
