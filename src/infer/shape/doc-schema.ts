import type { JsonSchema } from '../../schema/facts.ts'
import type { DocComment } from '../syntax/doc-comment.ts'

const NUMBERS = new Set(
  `minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems`.split(/\s+/),
)

/** What a doc comment says about the schema of what it stands at: its text, and tags such as `@minimum 0`. */
export function toDocSchema(docs: DocComment): JsonSchema {
  const schema: Record<string, unknown> = {}
  if (docs.text) schema.description = docs.text
  const examples: unknown[] = []
  for (const tag of docs.tags) {
    const text = tag.text.trim()
    if (NUMBERS.has(tag.name) && Number.isFinite(Number.parseFloat(text))) schema[tag.name] = Number.parseFloat(text)
    else if (tag.name === 'pattern' || tag.name === 'format') schema[tag.name] = text.split(/\s/)[0]
    else if (tag.name === 'deprecated') schema.deprecated = true
    else if (tag.name === 'default' || tag.name === 'defaultValue') schema.default = toJson(text)
    else if (tag.name === 'example') examples.push(toJson(text))
  }
  return examples.length > 0 ? { ...schema, examples } : schema
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
