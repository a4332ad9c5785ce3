import parser from 'accept-language-parser'
import { createInstance } from 'i18next'
import { headers } from 'next/headers'
import en from '@/messages/en.json'
import pl from '@/messages/pl.json'

const i18n = createInstance()
const ready = i18n.init({
  fallbackLng: 'en',
  interpolation: { prefix: '{', suffix: '}' },
  resources: { en: { translation: en }, pl: { translation: pl } },
})

export async function GET() {
  await ready
  const lng = parser.pick(['en', 'pl'], (await headers()).get('accept-language') ?? 'en') ?? 'en'
  return Response.json(
    { lng, title: i18n.getFixedT(lng)('Api.hello', { name: 'Eco' }) },
    { headers: { 'Content-Language': lng } },
  )
}
