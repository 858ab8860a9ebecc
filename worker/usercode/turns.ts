// A user runs one piece of code at a time, and ten a minute.

import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'

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
  if (env.RATE_COUNTER === undefined) throw new Refused('unavailable', { detail: 'runs cannot be counted' })
  const counter = env.RATE_COUNTER.getByName(user)
  const turn = crypto.randomUUID()
  const retryAfter = await counter.beginRun(turn)
  if (retryAfter > 0) {
    const detail = 'One run of code at a time, and ten a minute.'
    throw new Refused('rate-limited', { detail, retryAfter })
  }
  const sign = setInterval(() => ctx.waitUntil(counter.keepRun(turn)), SIGN_MS)
  const done = work().finally(() => {
    clearInterval(sign)
    return counter.endRun(turn)
  })
  ctx.waitUntil(done.then(nothing, nothing))
  return done
}

function nothing(): void {}
