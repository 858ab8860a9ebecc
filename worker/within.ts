// Waits for others with a deadline: bindings that throw, are silent or answer something else.

import { Refused } from './refused.ts'

/** How long a binding may take that a request needs. */
const PATIENCE_MS = 1500

/** When a client may try again after a binding has failed, in seconds. */
const RETRY_SECONDS = 5

/** Nothing came in time. */
export class Late extends Error {}

/** What the promise becomes, or `Late` after so many milliseconds. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(`nothing came within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    if (timer !== undefined) clearTimeout(timer)
  }
}

/**
 * Asks a binding. One that throws, is silent, or gives something that is no answer is a refusal with the
 * status 503; the log has the reason. `what` cannot be done then, for the client to read.
 */
export async function ask<T>(
  what: string,
  question: () => Promise<unknown>,
  isAnswer: (it: unknown) => it is T,
  ms = PATIENCE_MS,
): Promise<T> {
  let cause: unknown
  try {
    const answer = await within(ms, question())
    if (isAnswer(answer)) return answer
    cause = new Error('the answer has another form than expected')
  } catch (error) {
    if (error instanceof Refused) throw error
    cause = error
  }
  throw new Refused('unavailable', { detail: `${what}.`, retryAfter: RETRY_SECONDS, cause })
}
