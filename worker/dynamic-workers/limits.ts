// What every isolate runs with, and its limits.

/**
 * The APIs of Node.js, which the date turns on, are left out: the core needs none, and they take a third
 * of the time to start an isolate.
 */
export const RUNTIME = {
  compatibilityDate: '2026-11-01',
  compatibilityFlags: ['no_nodejs_compat', 'no_nodejs_compat_v2'],
}

/** The core needs some tenths of a second for 1 MiB of rules. A local workerd does not enforce this. */
export const LIMITS = { cpuMs: 5000 }

/** From requesting an isolate to the end of its answer. */
export const DEADLINE_MS = 10_000

/** The core makes no longer answer. */
export const MAX_ANSWER = 32 << 20

/** Answers up to this length are checked to be JSON. */
export const MAX_CHECKED = 1 << 20
