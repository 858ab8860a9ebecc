// The replies of POST /api/compile and POST /api/compile/batch.

import { derive, find, type Endpoint } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { dispatchHeaders, document, list, problem, type Form, type Reply } from '../reply.ts'
import { MAX_AT_ONCE } from '../sources/index.ts'
import type { Visit } from '../visit.ts'
import { compile, type Compiled } from './compile.ts'
import { stream } from './stream.ts'

export { job, JOBS } from './job.ts'

export const COMPILE = '/api/compile'
export const BATCH = '/api/compile/batch'

export async function compileReply(
  form: Form,
  caller: Caller,
  body: Uint8Array,
  env: Env,
  ctx: ExecutionContext,
  visit: Visit,
): Promise<Reply> {
  const run = { endpoint: endpoint(), caller, body, limit: MAX_AT_ONCE, canQueue: true }
  if (form === 'events') {
    const documentOf = (error: unknown) => problem(error, COMPILE, (it) => visit.failed(it)).answer.body
    return { status: 200, body: stream(run, env, ctx, visit, documentOf), headers: { 'Content-Type': 'text/event-stream' } }
  }
  const compiled = await compile(run, env, ctx, visit)
  return (form === 'list' ? list : document)(compiled.answer, headersOf(compiled))
}

/** Each request of a batch is a separate compilation; together they have the size limit of one. */
export async function batchReply(
  caller: Caller,
  body: Uint8Array,
  env: Env,
  ctx: ExecutionContext,
  visit: Visit,
): Promise<Reply> {
  const { requests } = JSON.parse(new TextDecoder().decode(body)) as { requests: { id: string }[] }
  const limit = Math.floor(MAX_AT_ONCE / requests.length)
  const answers = requests.map(async ({ id: name, ...request }) => {
    const body = new TextEncoder().encode(JSON.stringify(request))
    const answer = await compile({ endpoint: endpoint(), caller, body, limit, canQueue: false }, env, ctx, visit).then(
      (it) => it.answer,
      (error) => problem(error, BATCH, (it) => visit.failed(it)).answer,
    )
    return `{"id":${JSON.stringify(name)},"answer":${new TextDecoder().decode(answer.body)}}`
  })
  const all = new TextEncoder().encode(`[${(await Promise.all(answers)).join(',')}]`)
  return document({ status: 200, body: derive('batch', all) })
}

function headersOf({ run, cache, isShared }: Compiled): Record<string, string> {
  return {
    ...(run === undefined ? {} : dispatchHeaders(run)),
    ...(cache === undefined ? {} : { 'X-Cache': cache }),
    ...(isShared ? { 'X-Request-Deduplication': 'HIT' } : {}),
  }
}

function endpoint(): Endpoint {
  const found = find(COMPILE)
  if (found === undefined) throw new Error('the core does not compile')
  return found
}
