const GREETINGS: Record<string, string> = { en: 'Good morning', pl: 'Dzień dobry' }

/** Greets in the language that proxy.ts has read. */
export async function GET(request: Request) {
  const language = request.headers.get('x-language') ?? 'en'
  return Response.json({ greeting: GREETINGS[language], visitor: request.headers.get('x-visitor') })
}
