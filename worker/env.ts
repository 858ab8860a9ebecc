// The bindings of wrangler.toml, and the user of a request.

import type { RulesAgent, WatchAgent } from './agents/index.ts'
import type { Job } from './compile/workflow.ts'
import type { DynamicDispatchNamespace, DynamicWorkerLoader } from './dynamic-workers/index.ts'
import type { RateCounter } from './gates/rate-limit.ts'
import type { SessionLookup } from './gates/auth.ts'

/** Everything here can be missing: the platform leaves out unbound names without an error. */
export interface Env {
  /** Model B: preferred. */
  LOADER?: DynamicDispatchNamespace
  /** Model A. */
  DYNAMIC_WORKER_LOADER?: DynamicWorkerLoader
  /** SHA-256 of an API key in hex → `{"tier": "free", "user": "…"}`. */
  API_KEYS?: KVNamespace
  /** `request` (the default): a fresh isolate for each request. `tenant`: one for each user and build. */
  ISOLATES?: string
  COMPILATION_CACHE?: KVNamespace
  COMPILER_VERSION?: string
  /** Runs compilations that are too large for one request. */
  COMPILE_WORKFLOW?: Workflow<Job>
  /** What the Workflow stores between its steps, and its answers. */
  COMPILATIONS?: R2Bucket
  /** A limiter of the platform has only one limit, so each tier has its own. */
  RATE_LIMIT_FREE?: RateLimit
  RATE_LIMIT_PAYG?: RateLimit
  RATE_LIMIT_PRO?: RateLimit
  RATE_LIMIT_VENDOR?: RateLimit
  /** Limits the unknown keys that come from an address. */
  RATE_LIMIT_ADDRESS?: RateLimit
  /** Counts requests when the platform's limiter is not bound. */
  RATE_COUNTER?: DurableObjectNamespace<RateCounter>
  /** The agents: one object for each user. */
  RULES_AGENT?: DurableObjectNamespace<RulesAgent>
  WATCH_AGENT?: DurableObjectNamespace<WatchAgent>
  /** Gets a data point for each request. */
  REQUEST_METRICS?: AnalyticsEngineDataset
  /** Counts what agents do. */
  METRICS?: AnalyticsEngineDataset
  /** Other sites whose pages may open sockets with the cookies of their users, with commas between them. */
  ALLOWED_ORIGINS?: string
  /** Runs code of users in a process of its own. `bloqr dev` binds it; Cloudflare has LOADER for that. */
  SANDBOX?: Fetcher
  /** The server of a language model that writes transforms (`https://…/v1`), a model of it, and the key. */
  CODEGEN_URL?: string
  CODEGEN_MODEL?: string
  CODEGEN_KEY?: string
  TURNSTILE_SECRET_KEY?: string
  /** The sites that have the widget, with commas between them, and its action. What is not set is not compared. */
  TURNSTILE_HOSTNAMES?: string
  TURNSTILE_ACTION?: string
  /** When bound, it is asked instead of Cloudflare's siteverify. */
  SITEVERIFY?: Fetcher
  /** Another worker that knows the user of a session. */
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

/** The user of a request, as the auth gate found it. */
export interface Caller {
  user: string
  tier: Tier
  /** Browser users must pass Turnstile; programs have a key. */
  by: 'api-key' | 'session'
}

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('./worker.ts')
      durableNamespaces: 'RateCounter' | 'RulesAgent' | 'WatchAgent'
    }
  }
}
