/** How a piece of text may look in a terminal. */
export type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'

/** Gives a text its look, or leaves it as it is where nobody would see colour. */
export type Paint = (style: Style, text: string) => string

// ECMA-48 §8.3.117, Select Graphic Rendition.
const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
}

/** Leaves texts as they are. */
export const PLAIN: Paint = (_style, text) => text

/** Puts terminal codes around texts. */
export const COLOURED: Paint = (style, text) => {
  const [on, off] = CODES[style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

/**
 * Chooses by what people agreed on: `NO_COLOR` (any text) is no colour, `FORCE_COLOR` other than 0 is colour, else a
 * terminal has colour and a pipe has none.
 *
 * @see https://no-color.org
 */
export function choosePaint(environment: Readonly<Record<string, string | undefined>>, isTerminal: boolean): Paint {
  if (environment['NO_COLOR']) return PLAIN
  const forced = environment['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced === '0' ? PLAIN : COLOURED
  return isTerminal && environment['TERM'] !== 'dumb' ? COLOURED : PLAIN
}
