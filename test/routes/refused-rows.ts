/** Names that are refused, and what the fault says about them. */
export const BAD_NAME_ROWS: readonly { readonly file: string; readonly says: RegExp }[] = [
  { file: 'pages/api/[[id]].js', says: /only a rest part can be optional/ },
  { file: 'pages/api/[…a].js', says: /ellipsis character/ },
  { file: 'pages/api/[.a].js', says: /wrong number of dots/ },
  { file: 'pages/api/[..a].js', says: /wrong number of dots/ },
  { file: 'pages/api/[....a].js', says: /wrong number of dots/ },
  { file: 'pages/api/[[a].js', says: /brackets in its parameter name/ },
  { file: 'pages/api/[a]].js', says: /brackets in its parameter name/ },
  { file: 'pages/api/[a]-[b].js', says: /one part of a path holds one parameter/ },
  { file: 'pages/api/[id.js', says: /\[id has a bracket without its partner/ },
  { file: 'pages/api/id].js', says: /id\] has a bracket without its partner/ },
  { file: 'pages/api/[...].js', says: /no parameter name/ },
  { file: 'pages/api/[[...]].js', says: /no parameter name/ },
  { file: 'pages/api/[...a]/b.js', says: /\[\.\.\.a\] must be the last part/ },
  { file: 'pages/api/[[...a]]/[b].js', says: /\[\[\.\.\.a\]\] must be the last part/ },
  { file: 'app/api/[...a]/b/route.ts', says: /must be the last part/ },
  { file: 'pages/api/[id]/x/[id].js', says: /parameter name id occurs twice/ },
  { file: 'pages/api/[id]/[...id].js', says: /parameter name id occurs twice/ },
  { file: 'pages/api/[a-b]/[ab].js', says: /a-b and ab differ only by symbols/ },
]

/** Sets of files that cannot live side by side, and what the fault says: both files and the remedy. */
export const CONFLICT_ROWS: readonly { readonly files: readonly string[]; readonly says: readonly string[] }[] = [
  {
    files: ['pages/api/[id].js', 'pages/api/[slug]/x.js'],
    says: [
      'pages/api/[id].js and pages/api/[slug]/x.js call the same part of the path id and slug; use one name in both',
    ],
  },
  {
    files: ['pages/api/u/[slug].js', 'app/api/u/[id]/route.ts'],
    says: [
      'app/api/u/[id]/route.ts and pages/api/u/[slug].js call the same part of the path id and slug; use one name in both',
    ],
  },
  {
    files: ['pages/api/d/[...a].js', 'app/api/d/[...b]/route.ts'],
    says: [
      'app/api/d/[...b]/route.ts and pages/api/d/[...a].js call the same part of the path b and a; use one name in both',
    ],
  },
  {
    files: ['pages/api/x.js', 'app/api/x/route.ts'],
    says: ['app/api/x/route.ts and pages/api/x.js both answer /api/x; remove or rename one of them'],
  },
  {
    files: ['app/(a)/x/route.ts', 'app/(b)/x/route.ts'],
    says: ['app/(a)/x/route.ts and app/(b)/x/route.ts both answer /x; remove or rename one of them'],
  },
  {
    files: ['app/x/[id]/route.ts', 'app/(b)/x/[id]/route.ts'],
    says: ['app/(b)/x/[id]/route.ts and app/x/[id]/route.ts both answer /x/[id]; remove or rename one of them'],
  },
  {
    files: ['app/café/route.ts', 'app/caf%C3%A9/route.ts'],
    says: ['app/caf%C3%A9/route.ts and app/café/route.ts both answer /café; remove or rename one of them'],
  },
  {
    files: ['pages/api/d/[...a].js', 'pages/api/d/[[...a]].js'],
    says: [
      'pages/api/d/[...a].js and pages/api/d/[[...a]].js are a required and an optional rest part on the same level; ' +
        'keep [[...name]] for both, or [...name] with an index file',
    ],
  },
  {
    files: ['pages/api/d/index.js', 'pages/api/d/[[...a]].js'],
    says: [
      'pages/api/d/index.js and pages/api/d/[[...a]].js both answer /api/d; ' +
        'remove the first, or make the rest part required: [...name]',
    ],
  },
  {
    files: ['pages/api/[id].js', 'app/api/[id]/[[...a]]/route.ts'],
    says: [
      'pages/api/[id].js and app/api/[id]/[[...a]]/route.ts both answer /api/[id]; ' +
        'remove the first, or make the rest part required: [...name]',
    ],
  },
  {
    files: ['pages/api/[id].js', 'pages/api/[slug]/x.js', 'pages/api/x.js', 'app/api/x/route.ts'],
    says: [
      'app/api/x/route.ts and pages/api/x.js both answer /api/x; remove or rename one of them',
      'pages/api/[id].js and pages/api/[slug]/x.js call the same part of the path id and slug; use one name in both',
    ],
  },
]
