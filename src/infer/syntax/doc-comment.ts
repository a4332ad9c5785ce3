import type { Source } from './tree.ts'

export interface DocTag {
  readonly name: string
  readonly text: string
}

/** A doc comment: its text, and its block tags in order. */
export interface DocComment {
  readonly text: string
  readonly tags: readonly DocTag[]
}

export const NO_DOC: DocComment = { text: '', tags: [] }

/** Reads the inside of a doc comment: `* text` lines, then `@tag text` blocks. */
export function parseDocComment(comment: string): DocComment {
  const lines = comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
  const text: string[] = []
  const tags: { name: string; text: string }[] = []
  for (const line of lines) {
    // A line may hold several tags: `@minimum 0 @maximum 150`.
    const parts = line.split(/(?:^|\s)(?=@[A-Za-z])/)
    for (const part of parts) addLine(part, text, tags)
  }
  return {
    text: text.join('\n').trim(),
    tags: tags.map((tag) => ({ name: tag.name, text: tag.text.trim() })),
  }
}

function addLine(line: string, text: string[], tags: { name: string; text: string }[]): void {
  const tag = /^\s*@([A-Za-z][\w-]*)\s?(.*)$/.exec(line)
  const last = tags.at(-1)
  if (tag) tags.push({ name: tag[1] ?? '', text: tag[2] ?? '' })
  else if (last) last.text += `\n${line}`
  else text.push(line)
}

/** The doc comment that stands right before a node. */
export function docCommentOf(node: { native: unknown; source: Source }): DocComment {
  const { source, native } = node
  const before = source.text.slice(source.fullStartOf(native), source.startOf(native))
  const comments = before.match(/\/\*\*[\s\S]*?\*\//g)
  const last = comments?.at(-1)
  return last ? parseDocComment(last) : NO_DOC
}
