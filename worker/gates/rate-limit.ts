// How often a user may ask: by the platform's limiter, else by a counter of our own.

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

/** In how many seconds to ask again; 0 when this request is within the limit. */
export async function count(caller: Caller, env: Env): Promise<number> {
  const limit = TIERS[caller.tier]
  if (limit === Infinity) return 0
  const limiter = limiterOf(caller, env)
  if (limiter !== undefined) {
    const { success } = await limiter.limit({ key: caller.user })
    // It does not tell when its window ends.
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

/** One for each user: how many requests in the minute that runs. */
export class RateCounter extends DurableObject<Env> {
  async count(limit: number): Promise<number> {
    const now = Date.now() / 1000
    // No other request is let in between this and the write.
    const kept = await this.ctx.storage.get<{ since: number; used: number }>('window')
    const window = kept !== undefined && now < kept.since + WINDOW_SECONDS ? kept : { since: now, used: 0 }
    if (window.used >= limit) return Math.max(1, Math.ceil(window.since + WINDOW_SECONDS - now))
    window.used += 1
    // Stored, since the platform forgets an idle object's memory long before the minute is over.
    await this.ctx.storage.put('window', window)
    return 0
  }
}
