// A request that is refused, and why. The code that finds the reason throws it.

export class Refused extends Error {
  /** The core's name of the problem: `not-found`. */
  readonly refusal: string
  readonly detail?: string
  /** What the document names instead of the path. */
  readonly instance?: string
  /** In seconds. */
  readonly retryAfter?: number
  readonly headers: Record<string, string>

  constructor(refusal: string, more: { detail?: string; instance?: string; retryAfter?: number; headers?: Record<string, string> } = {}) {
    super(refusal)
    this.refusal = refusal
    if (more.detail !== undefined) this.detail = more.detail
    if (more.instance !== undefined) this.instance = more.instance
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter
    this.headers = more.headers ?? {}
  }
}
