import createClient from 'openapi-fetch'
import type { paths } from './schema'

const client = createClient<paths>({ baseUrl: process.argv[2] ?? 'http://localhost:3000' })

const added = await client.POST('/api/notes', { body: { text: 'Water the plants', tags: ['home'] } })
const id = added.data?.id ?? 0
const found = await client.GET('/api/notes/{id}', { params: { path: { id } } })
const none = await client.GET('/api/notes/{id}', { params: { path: { id: 99 } } })
const listed = await client.GET('/api/notes', { params: { query: { tag: 'home' } } })

// Each of these is typed by the document: a field that is gone is an error of `npm run types`.
// An error is one of those that the document has for the operation: the handler's own 404, or a refusal by the contract.
const missing = none.error && 'message' in none.error ? none.error.message : undefined
console.log(JSON.stringify({ text: found.data?.text, missing, count: listed.data?.length }))
