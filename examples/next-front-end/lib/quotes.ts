export interface Quote {
  readonly text: string
  readonly by: string
}

export const QUOTES: readonly Quote[] = [
  { text: 'It is not down on any map; true places never are.', by: 'Herman Melville' },
  { text: 'Begin at the beginning.', by: 'Lewis Carroll' },
]
