// A user runs one piece of code at a time, and ten a minute.

import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'
import { ask } from '../within.ts'

/** Often enough to keep a turn, which is lost after some time without a sign of life. */
const SIGN_MS = 10_000

/** What keeps a worker alive until a promise ends: of a request, or of an object. */
export type Waiting = Pick<ExecutionContext, 'waitUntil'>

/** Does this in the user's turn, and to its end: also when the client leaves before. */
export async function inTurn<T>(
  { user }: Caller,
  env: Env,
  ctx: Waiting,
  work: () => Promise<T>,
): Promise<T> {
  if (env.RATE_COUNTER === undefined) throw new Refused('unavailable', { detail: 'Runs cannot be counted.' })
  const counter = env.RATE_COUNTER.getByName(user)
  const turn = crypto.randomUUID()
  const retryAfter = await ask('Runs cannot be counted', () => counter.beginRun(turn), isSeconds)
  if (retryAfter > 0) {
    const detail = 'One run of code at a time, and ten a minute.'
    throw new Refused('rate-limited', { detail, retryAfter })
  }
  // A counter that does not answer gives the turn to others later.
  const sign = setInterval(() => ctx.waitUntil(counter.keepRun(turn).catch(nothing)), SIGN_MS)
  const done = work().finally(() => {
    clearInterval(sign)
    ctx.waitUntil(counter.endRun(turn).catch(nothing))
  })
  ctx.waitUntil(done.then(nothing, nothing))
  return done
}

function nothing(): void {}

function isSeconds(it: unknown): it is number {
  return typeof it === 'number' && it >= 0
}
