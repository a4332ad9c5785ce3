import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import type { RunningServer } from './server.ts'
import { toHeaders } from '../workloads.ts'
import type { Workload } from '../workloads.ts'

/** One answer, as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends a workload once. `extra` headers come on top of its own. */
export function ask(server: RunningServer, workload: Workload, extra: Record<string, string> = {}): Promise<Answer> {
  const options = {
    host: '127.0.0.1',
    port: server.port,
    method: workload.method,
    path: server.contestant.door + workload.path,
    headers: { ...toHeaders(workload), ...extra },
  }
  return new Promise((resolve, reject) => {
    const req = request(options, (res) => {
      text(res).then((body) => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }), reject)
    })
    req.on('error', reject)
    req.end(workload.body)
  })
}

/** The extra headers a workload needs on this server, or undefined when the server cannot take part in it. */
export async function prepare(server: RunningServer, workload: Workload): Promise<Record<string, string> | undefined> {
  if (workload.without?.includes(server.contestant.name)) return undefined
  if (workload.needs !== 'etag') return {}
  const { etag } = (await ask(server, workload)).headers
  return etag === undefined ? undefined : { 'If-None-Match': etag }
}

/** Throws unless the server gives the status the workload expects and, on success, the JSON the model gives. */
export async function checkAnswer(
  server: RunningServer,
  workload: Workload,
  model: Answer | undefined,
): Promise<Answer> {
  const extra = (await prepare(server, workload)) ?? {}
  const answer = await ask(server, workload, extra)
  const where = `${server.contestant.name} ${workload.name}`
  if (answer.status !== workload.status) throw new Error(`${where}: ${answer.status} ${answer.body.slice(0, 200)}`)
  if (model !== undefined && workload.status < 300 && answer.body !== model.body) {
    throw new Error(`${where} answers ${answer.body.slice(0, 120)}, not ${model.body.slice(0, 120)}`)
  }
  return answer
}
