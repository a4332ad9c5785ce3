export function GET() {
  throw new Error('secret of the handler')
}

export function POST() {
  return 'not a response'
}
