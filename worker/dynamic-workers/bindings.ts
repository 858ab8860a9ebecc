// The bindings of a Model A isolate. A KV namespace or a limiter cannot and should not be passed to an
// isolate. These classes know the user of the request, and give access only to that user's data.

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller, Env } from '../env.ts'
import { count } from '../gates/rate-limit.ts'
import { getOwn, putOwn } from '../user-cache.ts'
import type { DynamicWorkerBindings } from './types.ts'

interface Props {
  caller: Caller
}

/** A cache per user: isolates of one user cannot read the entries of another user. */
export class CompilationCache extends WorkerEntrypoint<Env, Props> {
  async get(key: string): Promise<string | null> {
    return getOwn({ kind: 'isolate', user: this.ctx.props.caller.user }, key, this.env)
  }

  async put(key: string, value: string): Promise<void> {
    await putOwn({ kind: 'isolate', user: this.ctx.props.caller.user }, key, value, this.env)
  }
}

/** Counts the caller's work, as the gate counts requests. */
export class RateLimitGate extends WorkerEntrypoint<Env, Props> {
  async limit(): Promise<{ success: boolean }> {
    const quota = await count(this.ctx.props.caller, this.env)
    return { success: quota === undefined || quota.wait === 0 }
  }
}

export function bindingsFor(caller: Caller, env: Env, ctx: ExecutionContext): DynamicWorkerBindings {
  const props: Props = { caller }
  return {
    COMPILATION_CACHE: ctx.exports.CompilationCache({ props }),
    RATE_LIMIT: ctx.exports.RateLimitGate({ props }),
    COMPILER_VERSION: env.COMPILER_VERSION ?? '',
  }
}
