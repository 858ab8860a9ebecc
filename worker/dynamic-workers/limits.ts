// What every isolate is held to.

export const COMPATIBILITY_DATE = '2026-11-01'

/** A mebibyte of rules takes the core some tenths of a second. Not enforced by a local workerd. */
export const LIMITS = { cpuMs: 5000 }

/** From asking for an isolate to its whole answer. */
export const DEADLINE_MS = 10_000

/** An answer is several times as long as its request. What is longer than this is none of ours. */
export const MAX_ANSWER = 64 << 20
