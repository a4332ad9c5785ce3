import { createRequire } from 'node:module'
import type * as Parser from 'ua-parser-js'

const require = createRequire(import.meta.url)

const BOT = new RegExp(
  'Googlebot|Mediapartners-Google|AdsBot-Google|googleweblight|Storebot-Google|Google-PageRenderer|' +
    'Google-InspectionTool|Bingbot|BingPreview|Slurp|DuckDuckBot|baiduspider|yandex|sogou|LinkedInBot|bitlybot|' +
    'tumblr|vkShare|quora link preview|facebookexternalhit|facebookcatalog|Twitterbot|applebot|redditbot|Slackbot|' +
    'Discordbot|WhatsApp|SkypeUriPreview|ia_archiver',
  'i',
)

/** What a User-Agent header says; unknown parts are empty. */
export interface UserAgent {
  isBot: boolean
  ua: string
  browser: { name?: string; version?: string; major?: string }
  device: { model?: string; type?: string; vendor?: string }
  engine: { name?: string; version?: string }
  os: { name?: string; version?: string }
  cpu: { architecture?: string }
}

/** Reads a User-Agent text. */
export function userAgentFromString(input: string | undefined): UserAgent {
  // Most handlers never ask, and the parser's tables are large.
  const { UAParser }: typeof Parser = require('ua-parser-js')
  const parsed = new UAParser(input).getResult()
  // Holds: the parser leaves out or sets to undefined what it does not know.
  return { ...parsed, isBot: input !== undefined && BOT.test(input) } as UserAgent
}

/** Reads a request's User-Agent header. */
export function userAgent({ headers }: { headers: Headers }): UserAgent {
  return userAgentFromString(headers.get('user-agent') ?? undefined)
}
