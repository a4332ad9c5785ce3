/** Text for route files: `N`, a Standard Schema of `{ n: integer }`. */
export const NUMBER_SCHEMA = `const n = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
const N = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (Number.isInteger(value.n) ? { value } : { issues: [{ message: 'No' }] }),
    jsonSchema: { input: () => n, output: () => n },
  },
}
`
