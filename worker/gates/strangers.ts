// Keys and sessions that nobody knows. Looking one up costs a read, so an address may bring only some of
// them, and the same one is looked up only once a minute.

import type { Env } from '../env.ts'
import { Recent } from '../recent.ts'
import { Refused } from '../refused.ts'
import { ask } from '../within.ts'
import { isOutcome } from './rate-limit.ts'

/** Unknown keys and sessions of an address a minute, in one instance of the worker. */
const MOST = 60
const MINUTE_MS = 60_000

/** How much of this an instance remembers. */
const REMEMBERED = 10_000

/** Their hashes, and those of keys that were good lately: these are looked up whatever their address did. */
const unknown = new Recent<true>(MINUTE_MS, REMEMBERED)
const good = new Recent<true>(10 * MINUTE_MS, REMEMBERED)
const attempts = new Recent<{ count: number }>(MINUTE_MS, REMEMBERED)

/** What `find` finds; `null` when nobody knows the key or session with this hash. */
export async function lookUp<T>(
  hash: string,
  request: Request,
  env: Env,
  find: () => Promise<T | null>,
): Promise<T | null> {
  const address = addressOf(request)
  if (good.get(hash) === undefined) requireRoom(address)
  const found = unknown.get(hash) === undefined ? await find() : null
  if (found !== null) {
    good.set(hash, true)
    return found
  }
  good.delete(hash)
  if (unknown.get(hash) === undefined) unknown.set(hash, true)
  await count(address, env)
  return null
}

function requireRoom(address: string): void {
  if ((attempts.get(address)?.count ?? 0) < MOST) return
  const detail = 'Too many unknown keys came from this address.'
  throw new Refused('rate-limited', { detail, retryAfter: attempts.secondsLeft(address) })
}

/** The platform's limiter, when it is bound, counts for all instances of a location. */
async function count(address: string, env: Env): Promise<void> {
  const counted = attempts.get(address)
  if (counted === undefined) attempts.set(address, { count: 1 })
  else counted.count += 1
  const { RATE_LIMIT_ADDRESS } = env
  if (RATE_LIMIT_ADDRESS === undefined) return
  const question = () => RATE_LIMIT_ADDRESS.limit({ key: address })
  // Without an answer, this instance's own count holds.
  const limit = await ask('Unknown keys cannot be counted', question, isOutcome).catch(() => undefined)
  if (limit?.success === false) attempts.set(address, { count: MOST })
}

/** The client's address as Cloudflare knows it. A network of IPv6 counts as one: it has addresses without end. */
function addressOf(request: Request): string {
  const address = request.headers.get('cf-connecting-ip') ?? 'unknown'
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
}
