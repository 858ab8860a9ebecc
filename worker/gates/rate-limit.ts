// Limits the requests of a user: with the platform's limiter, otherwise with our own counter.

import { DurableObject } from 'cloudflare:workers'
import { TIERS, type Caller, type Env } from '../env.ts'
import { Refused } from '../refused.ts'

const WINDOW_SECONDS = 60

/** Counts this request, and refuses it when the caller has used up the minute. */
export async function limitRate(caller: Caller, env: Env): Promise<void> {
  const retryAfter = await count(caller, env)
  if (retryAfter === 0) return
  throw new Refused('rate-limited', {
    retryAfter,
    headers: {
      'X-RateLimit-Limit': String(TIERS[caller.tier]),
      'X-RateLimit-Remaining': '0',
    },
  })
}

/** The seconds to wait before the next request; 0 when this request is within the limit. */
export async function count(caller: Caller, env: Env): Promise<number> {
  const limit = TIERS[caller.tier]
  if (limit === Infinity) return 0
  const limiter = limiterOf(caller, env)
  if (limiter !== undefined) {
    const { success } = await limiter.limit({ key: caller.user })
    // The limiter does not say when its window ends.
    return success ? 0 : WINDOW_SECONDS
  }
  if (env.RATE_COUNTER === undefined) throw new Refused('unavailable', { detail: 'requests cannot be counted' })
  return env.RATE_COUNTER.getByName(caller.user).count(limit)
}

function limiterOf({ tier }: Caller, env: Env): RateLimit | undefined {
  switch (tier) {
    case 'free':
      return env.RATE_LIMIT_FREE
    case 'payg':
      return env.RATE_LIMIT_PAYG
    case 'pro':
      return env.RATE_LIMIT_PRO
    case 'vendor':
      return env.RATE_LIMIT_VENDOR
    default:
      return undefined
  }
}

/** One object per user: counts the requests in the current minute, and the runs of the user's code. */
export class RateCounter extends DurableObject<Env> {
  /** The seconds to wait before the next request; 0 when this request is within the limit. */
  count(limit: number): Promise<number> {
    return this.#count('window', limit)
  }

  /**
   * The same for a run of code, which has to be the user's only one. `turn` names it: `keepRun` says that it
   * goes on, `endRun` ends it, and neither does anything to another's turn.
   */
  async beginRun(turn: string): Promise<number> {
    const now = Date.now() / 1000
    const { until } = (await this.#run()) ?? { until: 0 }
    if (now < until) return Math.ceil(until - now)
    const wait = await this.#count('runs', RUNS)
    if (wait === 0) await this.ctx.storage.put<Run>('run', { turn, until: now + RUN_SECONDS })
    return wait
  }

  async keepRun(turn: string): Promise<void> {
    if ((await this.#run())?.turn !== turn) return
    await this.ctx.storage.put<Run>('run', { turn, until: Date.now() / 1000 + RUN_SECONDS })
  }

  async endRun(turn: string): Promise<void> {
    if ((await this.#run())?.turn === turn) await this.ctx.storage.delete('run')
  }

  #run(): Promise<Run | undefined> {
    return this.ctx.storage.get<Run>('run')
  }

  async #count(key: 'window' | 'runs', limit: number): Promise<number> {
    const now = Date.now() / 1000
    // No other request runs between this read and the write.
    const kept = await this.ctx.storage.get<{ since: number; used: number }>(key)
    const window = kept !== undefined && now < kept.since + WINDOW_SECONDS ? kept : { since: now, used: 0 }
    if (window.used >= limit) return Math.max(1, Math.ceil(window.since + WINDOW_SECONDS - now))
    window.used += 1
    // Stored, because the platform drops the memory of an idle object long before the minute is over.
    await this.ctx.storage.put(key, window)
    return 0
  }
}

/** Runs of code a minute. */
const RUNS = 10

interface Run {
  turn: string
  /** In seconds, as `Date` counts. */
  until: number
}

/** A run without a sign of life, because its worker has ended, holds the turn for this long. */
const RUN_SECONDS = 30
