// Limits the requests of a user: with the platform's limiter, otherwise with our own counter.

import { DurableObject } from 'cloudflare:workers'
import { TIERS, type Caller, type Env } from '../env.ts'
import { Recent } from '../recent.ts'
import { Refused } from '../refused.ts'
import { ask } from '../within.ts'

const WINDOW_SECONDS = 60

/** What a request leaves of the minute. */
export interface Quota {
  /** The seconds to wait before the next request; 0 when this request is within the limit. */
  wait: number
  remaining: number
  /** The seconds until the minute is over. */
  reset: number
}

/** Counts this request, and refuses it when the caller has used up the minute. Else the headers that say what is left. */
export async function limitRate(caller: Caller, env: Env): Promise<Record<string, string>> {
  const quota = await count(caller, env)
  if (quota === undefined) return {}
  const { wait, remaining, reset } = quota
  const headers = {
    'X-RateLimit-Limit': String(TIERS[caller.tier]),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(reset),
  }
  if (wait === 0) return headers
  throw new Refused('rate-limited', { retryAfter: wait, headers })
}

/** Counts this request of the user, whatever key it has; `undefined` when the tier has no limit. */
export async function count(caller: Caller, env: Env): Promise<Quota | undefined> {
  const limit = TIERS[caller.tier]
  if (limit === Infinity) return undefined
  const limiter = limiterOf(caller, env)
  if (limiter !== undefined) {
    const { success } = await ask(NO_COUNT, () => limiter.limit({ key: caller.user }), isOutcome)
    return estimate(caller.user, limit, success)
  }
  const { RATE_COUNTER } = env
  if (RATE_COUNTER === undefined) throw new Refused('unavailable', { detail: `${NO_COUNT}.` })
  return ask(NO_COUNT, () => RATE_COUNTER.getByName(caller.user).count(limit), isQuota)
}

const NO_COUNT = 'Requests cannot be counted'

/** What this instance has seen of users whom the platform counts. */
const seen = new Recent<{ used: number }>(WINDOW_SECONDS * 1000, 10_000)

/**
 * The platform's limiter tells neither how much is left nor when its minute ends. So this is what one
 * instance of the worker knows: no less than what is left.
 */
function estimate(user: string, limit: number, success: boolean): Quota {
  const known = seen.get(user)
  const window = known ?? { used: 0 }
  if (known === undefined) seen.set(user, window)
  window.used += 1
  const remaining = success ? Math.max(0, limit - window.used) : 0
  return { wait: success ? 0 : WINDOW_SECONDS, remaining, reset: seen.secondsLeft(user) }
}

/** Whether it is what a limiter of the platform answers. */
export function isOutcome(it: unknown): it is { success: boolean } {
  return typeof it === 'object' && it !== null && typeof (it as { success?: unknown }).success === 'boolean'
}

function isQuota(it: unknown): it is Quota {
  const { wait, remaining, reset } = (it ?? {}) as Partial<Quota>
  return [wait, remaining, reset].every((n) => Number.isInteger(n) && Number(n) >= 0)
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
  count(limit: number): Promise<Quota> {
    return this.#count('window', limit)
  }

  /**
   * The seconds to wait before a run of code, which has to be the user's only one; 0 when it may begin. `turn`
   * names it: `keepRun` says that it goes on, `endRun` ends it, and neither does anything to another's turn.
   */
  async beginRun(turn: string): Promise<number> {
    const now = Date.now() / 1000
    const { until } = (await this.#run()) ?? { until: 0 }
    if (now < until) return Math.ceil(until - now)
    const { wait } = await this.#count('runs', RUNS)
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

  /** Nothing is stored of a user who is away for longer than a minute and a run. */
  override async alarm(): Promise<void> {
    const { storage } = this.ctx
    const now = Date.now() / 1000
    const windows = [await storage.get<Window>('window'), await storage.get<Window>('runs')]
    const isUsed = windows.some((it) => it !== undefined && now < it.since + WINDOW_SECONDS)
    if (isUsed || now < ((await this.#run())?.until ?? 0)) await storage.setAlarm(Date.now() + FORGET_MS)
    else await storage.deleteAll()
  }

  #run(): Promise<Run | undefined> {
    return this.ctx.storage.get<Run>('run')
  }

  async #count(key: 'window' | 'runs', limit: number): Promise<Quota> {
    const { storage } = this.ctx
    const now = Date.now() / 1000
    // No other request runs between this read and the write.
    const kept = await storage.get<Window>(key)
    if (kept === undefined) await this.#forgetLater()
    const window = kept !== undefined && now < kept.since + WINDOW_SECONDS ? kept : { since: now, used: 0 }
    const reset = Math.max(1, Math.ceil(window.since + WINDOW_SECONDS - now))
    if (window.used >= limit) return { wait: reset, remaining: 0, reset }
    window.used += 1
    // Stored, because the platform drops the memory of an idle object long before the minute is over.
    await storage.put(key, window)
    return { wait: 0, remaining: limit - window.used, reset }
  }

  /** Sets the alarm that deletes what is stored, once. */
  async #forgetLater(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + FORGET_MS)
  }
}

interface Window {
  /** In seconds, as `Date` counts. */
  since: number
  used: number
}

/** When a counter that nobody used is deleted: nothing in it holds any more. */
const FORGET_MS = 120_000

/** Runs of code a minute. */
const RUNS = 10

interface Run {
  turn: string
  /** In seconds, as `Date` counts. */
  until: number
}

/** A run without a sign of life, because its worker has ended, holds the turn for this long. */
const RUN_SECONDS = 30
