import type { Paint } from '../paint.ts'
import type { Comparison } from './compare-servers.ts'
import type { Difference } from './difference.ts'

// Longer values are cut: the path says where to look.
const MOST_CHARACTERS = 100

/** What was compared, for people: every request with its difference, then the numbers. */
export function toComparisonText(comparisons: readonly Comparison[], paint: Paint): string {
  const lines = comparisons.flatMap((comparison) => toLines(comparison, paint))
  const different = comparisons.filter(({ differences }) => differences.length > 0).length
  const total = `${comparisons.length} request${comparisons.length === 1 ? '' : 's'}`
  const verdict =
    different === 0
      ? paint('green', `${total}: no difference`)
      : paint('red', `${total}: ${different} answered differently`)
  return [...lines, '', verdict].join('\n')
}

function toLines({ method, target, status, differences, varies }: Comparison, paint: Paint): string[] {
  const [a, b] = status
  const same = differences.length === 0
  const statuses = a === b ? String(a ?? 'no answer') : `${a ?? 'no answer'} / ${b ?? 'no answer'}`
  const note = varies.length > 0 ? paint('dim', `  varies by itself: ${varies.join(', ')}`) : ''
  const head = `  ${same ? paint('green', '=') : paint('red', '≠')} ${method} ${target}  ${paint('dim', statuses)}${note}`
  return [head, ...differences.flatMap((one) => toDifferenceLines(one, paint))]
}

function toDifferenceLines({ path, a, b }: Difference, paint: Paint): string[] {
  return [`      ${paint('yellow', path)}`, `        A ${toValueText(a)}`, `        B ${toValueText(b)}`]
}

function toValueText(value: unknown): string {
  if (value === undefined) return '(nothing)'
  const text = JSON.stringify(value)
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}
