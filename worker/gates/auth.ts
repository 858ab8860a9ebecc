// Identifies the user: by an API key, or by a session that another worker knows.

import { TIERS, type Caller, type Env } from '../env.ts'
import { sha256 } from '../hash.ts'
import { Refused } from '../refused.ts'
import { ask } from '../within.ts'
import { lookUp } from './strangers.ts'

/** A worker that knows sessions, called by RPC. This repository has none. */
export interface SessionLookup {
  /** The user of the session with this bearer token or these cookies. */
  find(session: { token: string | null; cookie: string | null }): Promise<{ user: string; tier: string } | null>
}

const API_KEY = /^blq_[0-9a-f]{48}$/

/** How long the edge may still accept a key that was deleted. */
const CACHE_SECONDS = 60

export async function authenticate(request: Request, env: Env): Promise<Caller> {
  const token = bearer(request)
  const isKey = token !== null && API_KEY.test(token)
  const caller = isKey ? await byKey(token, request, env) : await bySession(request, token, env)
  if (caller === undefined) {
    throw new Refused('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer realm="bloqr"' } })
  }
  // These endpoints need at least the tier `free`; `anonymous` is below it.
  if (caller.tier === 'anonymous') throw new Refused('forbidden')
  return caller
}

function bearer(request: Request): string | null {
  const [scheme, token, more] = (request.headers.get('authorization') ?? '').trim().split(/ +/)
  return scheme?.toLowerCase() === 'bearer' && more === undefined ? (token ?? null) : null
}

async function byKey(key: string, request: Request, env: Env): Promise<Caller | undefined> {
  const { API_KEYS } = env
  if (API_KEYS === undefined) throw new Refused('unavailable', { detail: 'API keys cannot be looked up.' })
  const hash = await sha256(key)
  const read = async () => {
    const record = await API_KEYS.get(hash, { cacheTtl: CACHE_SECONDS })
    return record === null ? null : parse(record)
  }
  const record = await lookUp(hash, request, env, () => ask('API keys cannot be looked up', read, isRecordOrNone))
  return record === null ? undefined : { user: record.user, tier: record.tier, by: 'api-key' }
}

async function bySession(request: Request, token: string | null, env: Env): Promise<Caller | undefined> {
  const cookie = request.headers.get('cookie')
  const { SESSIONS } = env
  if (SESSIONS === undefined || (token === null && cookie === null)) return undefined
  const hash = await sha256(JSON.stringify([token, cookie]))
  const find = () => SESSIONS.find({ token, cookie })
  const record = await lookUp(hash, request, env, () => ask('Sessions cannot be looked up', find, isRecordOrNone))
  return record === null ? undefined : { user: record.user, tier: record.tier, by: 'session' }
}

/** What is known of a user. */
type UserRecord = Pick<Caller, 'user' | 'tier'>

/** A record is valid only when it names a user and one of our tiers. */
function isRecord(it: unknown): it is UserRecord {
  if (typeof it !== 'object' || it === null) return false
  const { user, tier } = it as Record<string, unknown>
  return typeof user === 'string' && typeof tier === 'string' && Object.hasOwn(TIERS, tier)
}

function isRecordOrNone(it: unknown): it is UserRecord | null {
  return it === null || isRecord(it)
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
