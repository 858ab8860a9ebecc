// Who asks: an API key, or a session that another worker knows.

import { TIERS, type Caller, type Env, type Tier } from '../env.ts'
import { Refused } from '../refused.ts'

/** A worker that knows sessions, by RPC. None is part of this repository. */
export interface SessionLookup {
  /** Whose session the bearer token or the cookies are. */
  find(session: { token: string | null; cookie: string | null }): Promise<{ user: string; tier: string } | null>
}

const API_KEY = /^blq_[0-9a-f]{48}$/

/** How long the edge may go on taking a key that was withdrawn. */
const CACHE_SECONDS = 60

export async function authenticate(request: Request, env: Env): Promise<Caller> {
  const token = bearer(request)
  const isKey = token !== null && API_KEY.test(token)
  const caller = isKey ? await byKey(token, env) : await bySession(request, token, env)
  if (caller === undefined) {
    throw new Refused('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer realm="bloqr"' } })
  }
  // These endpoints need the tier Free, and anonymous is the one below.
  if (caller.tier === 'anonymous') throw new Refused('forbidden')
  return caller
}

function bearer(request: Request): string | null {
  const [scheme, token, more] = (request.headers.get('authorization') ?? '').trim().split(/ +/)
  return scheme?.toLowerCase() === 'bearer' && more === undefined ? (token ?? null) : null
}

async function byKey(key: string, env: Env): Promise<Caller | undefined> {
  if (env.API_KEYS === undefined) throw new Refused('unavailable', { detail: 'API keys cannot be looked up' })
  const record = await env.API_KEYS.get(await sha256(key), { cacheTtl: CACHE_SECONDS })
  return record === null ? undefined : named(parse(record), 'api-key')
}

async function bySession(request: Request, token: string | null, env: Env): Promise<Caller | undefined> {
  const cookie = request.headers.get('cookie')
  if (env.SESSIONS === undefined || (token === null && cookie === null)) return undefined
  return named(await env.SESSIONS.find({ token, cookie }), 'session')
}

/** A record names a user and one of our tiers, or it is no record. */
function named(record: unknown, by: Caller['by']): Caller | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  const { user, tier } = record as Record<string, unknown>
  if (typeof user !== 'string' || typeof tier !== 'string' || !Object.hasOwn(TIERS, tier)) return undefined
  return { user, tier: tier as Tier, by }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
