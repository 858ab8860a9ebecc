// What every isolate runs with, and its limits.

/**
 * The APIs of Node.js, which the date turns on, are left out: the core needs none, and they take a third
 * of the time to start an isolate. Modules cannot import the bindings: they get them with a call.
 */
export const RUNTIME = {
  compatibilityDate: '2026-11-01',
  compatibilityFlags: ['no_nodejs_compat', 'no_nodejs_compat_v2', 'disallow_importable_env'],
}

/**
 * The dearest 1 MiB of rules takes 1.5 s; 12 MiB to compile, less. Subrequests are calls of bindings: there is
 * no network. A local workerd enforces neither.
 */
export const LIMITS = { cpuMs: 5000, subRequests: 10 }

/** From requesting an isolate to its answer, or the first MAX_CHECKED bytes of a long one; then for each piece. */
export const DEADLINE_MS = 10_000

/** How long the isolate of a user, which may be busy with other requests, is waited for: as long as one may compute. */
export const GREETING_MS = 5000

/** Of 1 MiB of rules, each as short as can be, the core makes no longer answer. */
export const MAX_ANSWER = 128 << 20

/** Answers up to this length are read whole, and checked to be JSON. */
export const MAX_CHECKED = 1 << 20
