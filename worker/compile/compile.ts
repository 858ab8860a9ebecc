// One compilation: texts of the sources, cache, shared runs, dispatch.

import { derive, type Answer, type Endpoint } from '../core.ts'
import { dispatchWhole, type Dispatched } from '../dispatch.ts'
import type { Caller, Env } from '../env.ts'
import { MAX_JOB_TEXT, type Listener } from '../sources/index.ts'
import { Refused } from '../refused.ts'
import type { Trace } from '../visit.ts'
import { cached, keep, keyOf } from './cache.ts'
import { startJob } from './job.ts'
import { share } from './share.ts'
import { collect, type CompileRequest } from './texts.ts'

/** What to compile, and the user. */
export interface Compilation {
  endpoint: Endpoint
  caller: Caller
  /** The request, which has passed the gates. */
  body: Uint8Array
  /** How much text can be fetched, in bytes. */
  limit: number
  /** Whether the Workflow compiles more than that. */
  canQueue: boolean
}

/** An answer, and how it was made. */
export interface Compiled {
  answer: Answer
  /** The run that made it; an answer from the cache, or to an invalid request, has none. */
  run?: Dispatched
  cache?: 'HIT' | 'MISS'
  isShared: boolean
}

/** Gets the progress of a compilation, for streams of events. */
export interface Progress extends Listener {
  phase(name: 'sources' | 'compile'): void
}

export async function compile(
  { endpoint, caller, body, limit, canQueue }: Compilation,
  env: Env,
  ctx: ExecutionContext,
  trace: Trace,
  progress?: Progress,
): Promise<Compiled> {
  const request = JSON.parse(new TextDecoder().decode(body)) as CompileRequest
  progress?.phase('sources')
  const most = MAX_JOB_TEXT[caller.tier]
  const collected = await collect(request, Math.min(limit, most), progress).catch(async (error) => {
    const isTooLarge = error instanceof Refused && error.refusal === 'sources-too-large'
    if (canQueue && isTooLarge && most > limit) return startJob(caller, body, env)
    throw error
  })
  if ('status' in collected) return { answer: collected, isShared: false }
  const key = await keyOf(caller, collected)
  const known = await cached(key, env, trace)
  if (known !== undefined) return { answer: { status: 200, body: known }, cache: 'HIT', isShared: false }
  progress?.phase('compile')
  const { run, isShared } = await share(key, ctx, async () => {
    const run = await dispatchWhole({ endpoint, body: collected.body }, caller, env, ctx, trace)
    if (run.answer.status === 200) await keep(key, run.answer, env, trace)
    return run
  })
  const { answer } = run
  if (isShared) return { answer: { ...answer, body: derive('deduplicated', answer.body) }, run, cache: 'MISS', isShared }
  return { answer, run, cache: 'MISS', isShared }
}
