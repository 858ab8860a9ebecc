// A user runs one piece of code at a time, and ten a minute.

import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'

/** Takes the user's turn, and gives it back at the end of the scope. */
export async function takeTurn({ user }: Caller, env: Env): Promise<AsyncDisposable> {
  if (env.RATE_COUNTER === undefined) throw new Refused('unavailable', { detail: 'runs cannot be counted' })
  const counter = env.RATE_COUNTER.getByName(user)
  const retryAfter = await counter.beginRun()
  if (retryAfter > 0) {
    const detail = 'One run of code at a time, and ten a minute.'
    throw new Refused('rate-limited', { detail, retryAfter })
  }
  return { [Symbol.asyncDispose]: () => counter.endRun() }
}
