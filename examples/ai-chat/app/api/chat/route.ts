import { convertToModelMessages, streamText, type UIMessage } from 'ai'
import { model } from '../../../lib/model'

/** What `useChat` of the AI SDK talks to. */
export async function POST(request: Request) {
  const { messages }: { messages: UIMessage[] } = await request.json()
  const result = streamText({
    model,
    messages: await convertToModelMessages(messages),
    // The model stops when the reader leaves.
    abortSignal: request.signal,
  })
  return result.toUIMessageStreamResponse()
}
