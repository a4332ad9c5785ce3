import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasJudges, judgeBySchema, judgeByTypes, parseManifests, readManifests } from './judges.ts'

const skip = hasJudges() ? false : 'run `npm ci --prefix test/deploy` to install the judges'

describe('the manifests', { skip }, () => {
  for (const manifest of readManifests()) {
    it(`${manifest.name} fits its schema`, () => {
      assert.equal(judgeBySchema(manifest), undefined)
    })
  }

  it('have no field that Kubernetes does not know', () => {
    assert.deepEqual(judgeByTypes(readManifests()), [])
  })
})

const PLANTED = [
  { fault: 'a wrong type', yaml: 'spec: { ports: [{ port: http }] }', judge: 'schema' },
  { fault: 'a missing field', yaml: 'spec: { ports: [{ name: http }] }', judge: 'schema' },
  { fault: 'a misspelt field', yaml: 'spec: { sessionAffinty: None, ports: [{ port: 80 }] }', judge: 'types' },
] as const

describe('the judges', { skip }, () => {
  for (const { fault, yaml, judge } of PLANTED) {
    it(`find ${fault}`, () => {
      const manifests = parseManifests(`apiVersion: v1\nkind: Service\nmetadata: { name: a }\n${yaml}\n`, 'planted')
      const found = judge === 'schema' ? manifests.map(judgeBySchema) : judgeByTypes(manifests)
      assert.equal(found.filter((one) => one !== undefined).length, 1, String(found))
    })
  }
})

describe('the Deployment', () => {
  const deployment = JSON.stringify(readManifests().find(({ kind }) => kind === 'Deployment')?.body)
  const read = (pattern: RegExp): number => Number(pattern.exec(deployment)?.[1])

  it('gives a pod more time to end than the server takes', () => {
    const drain = read(/DRAIN_DELAY_MS","value":"(\d+)/) + read(/DRAIN_MS","value":"(\d+)/)
    assert.ok(read(/terminationGracePeriodSeconds":(\d+)/) * 1000 > drain, `${drain} ms`)
  })

  it('leaves a quarter of the memory to what is not heap', () => {
    assert.ok(read(/max-old-space-size=(\d+)/) <= read(/limits":\{"memory":"(\d+)Mi/) * 0.75)
  })
})
