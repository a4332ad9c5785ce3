import { simulateReadableStream } from 'ai'
import { MockLanguageModelV3 } from 'ai/test'

const USAGE = {
  inputTokens: { total: 3, noCache: 3, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 6, text: 6, reasoning: undefined },
}

/** Says back what it heard, a word at a time. Put `openai('…')` or any other model of the AI SDK in its place. */
export const model = new MockLanguageModelV3({
  doStream: async ({ prompt }) => {
    const last = prompt.at(-1)?.content
    const heard = Array.isArray(last) ? last.map((part) => (part.type === 'text' ? part.text : '')).join('') : ''
    const words = `You said: ${heard}`.match(/\S+\s*/g) ?? []
    return {
      stream: simulateReadableStream({
        chunkDelayInMs: 20,
        chunks: [
          { type: 'text-start', id: '1' },
          ...words.map((delta) => ({ type: 'text-delta' as const, id: '1', delta })),
          { type: 'text-end', id: '1' },
          { type: 'finish', finishReason: { unified: 'stop', raw: undefined }, usage: USAGE },
        ],
      }),
    }
  },
})
