// What wrangler.toml binds, and who asks.

import type { DynamicDispatchNamespace, DynamicWorkerLoader } from './dynamic-workers/index.ts'
import type { RateCounter } from './gates/rate-limit.ts'
import type { SessionLookup } from './gates/auth.ts'

/** Everything here may be missing: what is not bound is left out by the platform without a word. */
export interface Env {
  /** Model B: preferred. */
  LOADER?: DynamicDispatchNamespace
  /** Model A. */
  DYNAMIC_WORKER_LOADER?: DynamicWorkerLoader
  /** SHA-256 of an API key in hex → `{"tier": "free", "user": "…"}`. */
  API_KEYS?: KVNamespace
  COMPILATION_CACHE?: KVNamespace
  COMPILER_VERSION?: string
  /** The platform's limiter counts to one number only, so there is one for each tier. */
  RATE_LIMIT_FREE?: RateLimit
  RATE_LIMIT_PAYG?: RateLimit
  RATE_LIMIT_PRO?: RateLimit
  RATE_LIMIT_VENDOR?: RateLimit
  /** Counts where the platform's limiter is not bound. */
  RATE_COUNTER?: DurableObjectNamespace<RateCounter>
  TURNSTILE_SECRET_KEY?: string
  /** Asked in the place of Cloudflare's siteverify, where it is bound. */
  SITEVERIFY?: Fetcher
  /** Who a session belongs to, where another worker knows. */
  SESSIONS?: SessionLookup
  CF_VERSION_METADATA?: WorkerVersionMetadata
}

/** Requests a minute, by tier. */
export const TIERS = {
  anonymous: 10,
  free: 60,
  payg: 120,
  pro: 300,
  vendor: 600,
  admin: Infinity,
  enterprise: Infinity,
} as const

export type Tier = keyof typeof TIERS

/** Who asks, as the auth gate found out. */
export interface Caller {
  user: string
  tier: Tier
  /** People prove themselves to Turnstile; programs have a key. */
  by: 'api-key' | 'session'
}

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('./worker.ts')
      durableNamespaces: 'RateCounter'
    }
  }
}
