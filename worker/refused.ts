// A request that is not answered, and why. Thrown by whoever finds out.

import type { Refusal } from './core.ts'

export class Refused extends Error {
  readonly refusal: Refusal
  readonly detail?: string
  /** In seconds. */
  readonly retryAfter?: number
  readonly headers: Record<string, string>

  constructor(refusal: Refusal, more: { detail?: string; retryAfter?: number; headers?: Record<string, string> } = {}) {
    super(refusal)
    this.refusal = refusal
    if (more.detail !== undefined) this.detail = more.detail
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter
    this.headers = more.headers ?? {}
  }
}
