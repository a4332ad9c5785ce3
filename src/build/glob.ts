const SPECIAL: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
  '{': '(?:',
  '}': ')',
  ',': '|',
}

/**
 * Compiles a glob: `*`, `?`, `**` and `{a,b}`.
 *
 * @param glob Below some folder, `/`-separated; a leading `./` or `/` makes no difference.
 */
export function compileGlob(glob: string): RegExp {
  const plain = glob.replace(/^(?:\.?\/)+/, '')
  const source = plain.replaceAll(/\*\*\/|\*\*|[*?{},]|[^*?{},]+/g, (part) => SPECIAL[part] ?? escape(part))
  return new RegExp(`^${source}$`)
}

function escape(text: string): string {
  return text.replaceAll(/[.+^$()|[\]\\]/g, String.raw`\$&`)
}
