import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFolder } from '../src/folder.ts'
import { plant } from './app/plant.ts'

test('methods that are learnt while a module loads are not lost', async () => {
  const dir = plant({ 'api/a.js': 'export default function handler(req, res) { res.end() }' })
  const folder = await openFolder({ dir, mode: 'production' })
  const [route] = folder.table.routes
  assert.ok(route)
  const loading = folder.serve(route)
  folder.learn(new Map([[route.name, ['POST']]]))
  await loading
  assert.equal((await folder.serve(route)).allow, 'POST')
  await folder.close()
})
