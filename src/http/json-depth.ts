import { Fault } from '../errors.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d

/**
 * Refuses JSON that is nested deeper than handlers can be expected to walk: writing such a value out again, or comparing
 * it, overflows the stack.
 *
 * Text without that many brackets is told apart by native searches; only other text is walked through.
 *
 * @param most Levels of arrays and objects; 0 for no limit.
 * @throws {Fault} JSON_TOO_DEEP.
 */
export function checkJsonDepth(text: string, most: number): void {
  if (most === 0 || text.length <= most || count(text, '[', most) + count(text, '{', most) <= most) return
  if (isDeeper(text, most)) throw new Fault('JSON_TOO_DEEP', `The JSON is nested more than ${most} levels deep`)
}

// How often a character is there, as far as it matters.
function count(text: string, char: string, most: number): number {
  let found = 0
  for (let at = text.indexOf(char); at >= 0 && found <= most; at = text.indexOf(char, at + 1)) found += 1
  return found
}

function isDeeper(text: string, most: number): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) quoted = !quoted
    else if (quoted) at += char === BACKSLASH ? 1 : 0
    // `[` and `{`, `]` and `}` differ in this one bit.
    else if ((char | 0x20) === CLOSE) depth -= 1
    else if ((char | 0x20) === OPEN) {
      depth += 1
      if (depth > most) return true
    }
  }
  return false
}
