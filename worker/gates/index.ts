// The gates that a request must pass before it is dispatched, in this order. A refused request never
// reaches an isolate.

import { check, version, type Answer } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'
import type { Visit } from '../visit.ts'
import { authenticate } from './auth.ts'
import { discardBody, readBody } from './body.ts'
import { limitRate } from './rate-limit.ts'
import { requireTurnstile } from './turnstile.ts'

/** A request that may be dispatched. */
export interface Passed {
  caller: Caller
  body: Uint8Array
}

/** The request that passed, or the core's problem document when the body has the wrong shape. */
export async function pass(path: string, request: Request, env: Env, visit: Visit): Promise<Passed | Answer> {
  requireMethod(request, 'POST')
  requireJson(request)
  const caller = await identify(request, env, visit).catch(async (error) => {
    await discardBody(request)
    throw error
  })
  // Only now: nobody without a key should be able to fill the memory.
  const body = await readBody(request, version().maxBody, caller)
  await requireTurnstile(caller, body, request, env)
  return check(path, body) ?? { caller, body }
}

/** The caller, within the limit of requests. */
export async function identify(request: Request, env: Env, visit: Visit): Promise<Caller> {
  const caller = await authenticate(request, env)
  visit.tier = caller.tier
  Object.assign(visit.headers, await limitRate(caller, env))
  return caller
}

export { readBody }

export function requireMethod(request: Request, ...allowed: string[]): void {
  if (allowed.includes(request.method)) return
  throw new Refused('method-not-allowed', { headers: { Allow: allowed.join(', ') } })
}

export function requireJson(request: Request): void {
  const [type] = (request.headers.get('content-type') ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/json') throw new Refused('unsupported-media-type')
}
