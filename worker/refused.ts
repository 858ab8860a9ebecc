// A request that is not answered, and why. Thrown by whoever finds out.

export class Refused extends Error {
  /** As the core names it: `not-found`. */
  readonly refusal: string
  readonly detail?: string
  /** In seconds. */
  readonly retryAfter?: number
  readonly headers: Record<string, string>

  constructor(refusal: string, more: { detail?: string; retryAfter?: number; headers?: Record<string, string> } = {}) {
    super(refusal)
    this.refusal = refusal
    if (more.detail !== undefined) this.detail = more.detail
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter
    this.headers = more.headers ?? {}
  }
}
