// A request that is refused, and why. The code that finds the reason throws it.

interface More {
  detail?: string
  /** What the document names instead of the path. */
  instance?: string
  /** In seconds. */
  retryAfter?: number
  headers?: Record<string, string>
  /** What has failed, when something has. It is for the log only. */
  cause?: unknown
}

export class Refused extends Error {
  /** The core's name of the problem: `not-found`. */
  readonly refusal: string
  readonly detail?: string
  readonly instance?: string
  readonly retryAfter?: number
  readonly headers: Record<string, string>

  constructor(refusal: string, { detail, instance, retryAfter, headers, cause }: More = {}) {
    super(refusal, { cause })
    this.refusal = refusal
    if (detail !== undefined) this.detail = detail
    if (instance !== undefined) this.instance = instance
    if (retryAfter !== undefined) this.retryAfter = retryAfter
    this.headers = headers ?? {}
  }
}

/** The client has closed the connection: there is nobody to answer. */
export class ClientGone extends Error {}
