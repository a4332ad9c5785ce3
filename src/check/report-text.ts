import type { Paint, Style } from '../paint.ts'
import { toPlaceText, type Finding } from './finding.ts'
import type { Report, RouteVerdict } from './report.ts'

const SIGNS: Readonly<Record<RouteVerdict['verdict'], readonly [string, Style]>> = {
  runs: ['✓', 'green'],
  differs: ['~', 'yellow'],
  broken: ['✗', 'red'],
}

/** The report for people: the routes, what was found with its remedy, and the numbers. */
export function toReportText(report: Report, paint: Paint): string {
  const { routes, findings, complete } = report
  const parts = [routes.map((route) => toRouteLine(route, widthOf(routes), paint)).join('\n')]
  for (const level of ['error', 'remark'] as const) {
    const groups = toGroups(findings.filter((finding) => finding.level === level))
    if (groups.length === 0) continue
    const title = level === 'error' ? 'Does not run here' : 'Runs, and differs'
    const blocks = groups.map((group) => toGroupText(group, report, paint))
    parts.push([paint('bold', title), ...blocks].join('\n'))
  }
  if (!complete) parts.push('Patterns were not looked for: the package oxc-parser is not installed.')
  return [...parts.filter((part) => part !== ''), toSummary(report, paint)].join('\n\n')
}

const widthOf = (routes: readonly RouteVerdict[]): number => Math.max(0, ...routes.map(({ path }) => path.length))

function toRouteLine({ verdict, path, file, findings }: RouteVerdict, width: number, paint: Paint): string {
  const [sign, style] = SIGNS[verdict]
  const note = findings.length === 0 ? '' : paint('dim', `  ${count(findings.length, 'finding')}`)
  return `  ${paint(style, sign)} ${path.padEnd(width)}  ${paint('dim', file)}${note}`
}

/** Findings that say the same of several places. */
type Group = readonly [Finding, ...Finding[]]

function toGroups(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const key = `${finding.code}\0${finding.message}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [finding])
    else group.push(finding)
  }
  return [...groups.values()]
}

function toGroupText(group: Group, report: Report, paint: Paint): string {
  const [{ code, level, message, fix, frame }] = group
  const [sign, style] = SIGNS[level === 'error' ? 'broken' : 'differs']
  const places = group.flatMap((finding) => toPlaceLine(finding, report, paint))
  const lines = [...places, ...(frame?.split('\n') ?? []), paint('dim', fix)]
  return [`  ${paint(style, `${sign} ${code}`)}  ${message}`, ...lines.map((line) => `      ${line}`)].join('\n')
}

function toPlaceLine(finding: Finding, { routes, findings }: Report, paint: Paint): string[] {
  const place = toPlaceText(finding)
  const index = findings.indexOf(finding)
  const concerned = routes.filter((route) => route.findings.includes(index)).length
  const note = concerned > 1 ? paint('dim', `  (${concerned} routes)`) : ''
  return place === '' ? [] : [paint('cyan', place) + note]
}

function toSummary({ routes, summary }: Report, paint: Paint): string {
  const { runs, differs, broken, errors, remarks, pages } = summary
  const parts = [`${runs} as under Next.js`, `${differs} with differences`, `${broken} not`]
  const lines = [
    paint('bold', `${count(routes.length, 'route')}: ${parts.join(', ')}`),
    `${count(errors, 'error')}, ${count(remarks, 'remark')}`,
  ]
  if (pages > 0)
    lines.push(`${count(pages, 'page')} of the website ${pages === 1 ? 'is' : 'are'} not served: rehost is for its API`)
  return lines.join('\n')
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
