/** Parses JSON as tsconfig files write it: comments and trailing commas allowed. Throws SyntaxError. */
export function parseJsonWithComments(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replaceAll(
      /("(?:\\.|[^"\\])*")|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
      (_match, string: string | undefined) => string ?? '',
    )
  return JSON.parse(
    plain.replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_match, string: string | undefined) => string ?? ''),
  )
}
