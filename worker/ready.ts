// Whether the worker has what it needs to answer requests.

import { version } from './core.ts'
import type { Env } from './env.ts'
import { count } from './gates/rate-limit.ts'
import { Recent } from './recent.ts'
import { Refused } from './refused.ts'
import { ask } from './within.ts'

/** Anybody may ask, and each look costs a read of KV: so the answer is kept for some seconds. */
const KEPT_MS = 5000

type Checks = Record<'core' | 'keys' | 'limiter', 'ok'>

const kept = new Recent<Checks | Refused>(KEPT_MS, 1)

/** What was touched. Fails with the first that does not work. */
export async function ready(env: Env): Promise<Checks> {
  const known = kept.get('checks')
  const checks = known ?? (await look(env).catch(asRefused))
  if (known === undefined) kept.set('checks', checks)
  if (checks instanceof Refused) throw checks
  return checks
}

async function look(env: Env): Promise<Checks> {
  version()
  const { API_KEYS } = env
  if (API_KEYS === undefined) throw new Refused('unavailable', { detail: 'API_KEYS is not bound.' })
  await ask('API keys cannot be looked up', () => API_KEYS.get('ready'), (it): it is unknown => true)
  await count(NOBODY, env)
  return { core: 'ok', keys: 'ok', limiter: 'ok' }
}

/** No user has a name with a blank at its start. */
const NOBODY = { user: ' ready', tier: 'free', by: 'api-key' } as const

function asRefused(error: unknown): Refused {
  return error instanceof Refused ? error : new Refused('unavailable', { cause: error })
}
