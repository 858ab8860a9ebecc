// What a request must pass before it is dispatched, in this order. None that is refused reaches an
// isolate.

import { check, version, type Answer, type Endpoint } from '../core.ts'
import { read } from '../bytes.ts'
import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'
import { authenticate } from './auth.ts'
import { limitRate } from './rate-limit.ts'
import { requireTurnstile } from './turnstile.ts'

/** A request that may be dispatched. */
export interface Passed {
  caller: Caller
  body: Uint8Array
}

/** The request as it passed; or, where its body has not the right shape, the core's problem with it. */
export async function pass(endpoint: Endpoint, request: Request, env: Env): Promise<Passed | Answer> {
  requireMethod(request, 'POST')
  requireJson(request)
  const body = await read(request, version().maxBody)
  if (body === undefined) throw new Refused('too-large')
  const caller = await authenticate(request, env)
  await limitRate(caller, env)
  await requireTurnstile(caller, body, request, env)
  return check(endpoint, body) ?? { caller, body }
}

export function requireMethod(request: Request, ...allowed: string[]): void {
  if (allowed.includes(request.method)) return
  throw new Refused('method-not-allowed', { headers: { Allow: allowed.join(', ') } })
}

function requireJson(request: Request): void {
  const [type] = (request.headers.get('content-type') ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/json') throw new Refused('unsupported-media-type')
}
