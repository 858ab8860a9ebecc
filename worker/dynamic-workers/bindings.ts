// The bindings of a Model A isolate. A KV namespace or a limiter cannot and should not be passed to an
// isolate. These classes know the user of the request, and give access only to that user's data.

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller, Env } from '../env.ts'
import { count } from '../gates/rate-limit.ts'
import type { DynamicWorkerBindings } from './types.ts'

interface Props {
  caller: Caller
}

const MAX_KEY = 256
const MAX_VALUE = 1 << 20
const KEPT_SECONDS = 24 * 60 * 60

/** A cache per user: isolates of one user cannot read the entries of another user. */
export class CompilationCache extends WorkerEntrypoint<Env, Props> {
  async get(key: string): Promise<string | null> {
    return (await this.env.COMPILATION_CACHE?.get(this.#own(key))) ?? null
  }

  async put(key: string, value: string): Promise<void> {
    if (typeof value !== 'string' || value.length > MAX_VALUE) throw new RangeError('the value is no text, or too long')
    await this.env.COMPILATION_CACHE?.put(this.#own(key), value, { expirationTtl: KEPT_SECONDS })
  }

  #own(key: string): string {
    if (typeof key !== 'string' || key.length > MAX_KEY) throw new RangeError('the key is no text, or too long')
    return `isolate:${encodeURIComponent(this.ctx.props.caller.user)}:${key}`
  }
}

/** Counts the caller's work, as the gate counts requests. */
export class RateLimitGate extends WorkerEntrypoint<Env, Props> {
  async limit(): Promise<{ success: boolean }> {
    return { success: (await count(this.ctx.props.caller, this.env)) === 0 }
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
