// Fetches sources at the same time, with one limit of size and time for all of them.

import { logFailure } from '../log.ts'
import { Refused } from '../refused.ts'
import { fetchText, SourceError, tooLarge } from './fetch.ts'
import { AT_ONCE, DEADLINE_MS, MAX_DEPTH, MAX_SOURCES } from './limits.ts'

export { fetchText, openSource, type Tags } from './fetch.ts'
export { refusalOf } from './public.ts'
export { DEADLINE_MS, MAX_AT_ONCE, MAX_JOB_TEXT } from './limits.ts'

/** Gets the result of each source, for streams of events. */
export interface Listener {
  start(source: string): void
  complete(source: string, bytes: number): void
  error(source: string, why: string): void
}

/** The sources of one request. All of them share its time and its size. */
export class Fetching {
  readonly texts: Record<string, string> = Object.create(null)
  #left: number
  readonly #signal = AbortSignal.timeout(DEADLINE_MS)
  readonly #listener: Listener | undefined

  /** `limit` is the text of all sources together, in bytes. */
  constructor(limit: number, listener?: Listener) {
    this.#left = limit
    this.#listener = listener
  }

  get count(): number {
    return Object.keys(this.texts).length
  }

  /** Fetches all of them into `texts`. The first one that fails ends it. */
  async add(sources: string[]): Promise<void> {
    const waiting = [...sources]
    const stop = new AbortController()
    const signal = AbortSignal.any([this.#signal, stop.signal])
    const work = async () => {
      for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) {
        await this.#one(source, signal)
      }
    }
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, work))
    } catch (error) {
      waiting.length = 0
      stop.abort()
      throw error
    }
  }

  async #one(source: string, signal: AbortSignal): Promise<void> {
    this.#listener?.start(source)
    try {
      const { text, bytes } = await fetchText(source, this.#left, signal)
      this.#left -= bytes
      // Others were read at the same time.
      if (this.#left < 0) throw tooLarge(source)
      this.texts[source] = text
      this.#listener?.complete(source, bytes)
    } catch (error) {
      const refused = refusedFor(source, error)
      // A source that ended because another one failed is not reported.
      if (!signal.aborted || this.#signal.aborted) this.#listener?.error(source, refused.detail ?? '')
      throw refused
    }
  }
}

/** The error for the client. The messages of the platform can contain addresses, so they are only in the log. */
export function refusedFor(source: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error
  logFailure('a source cannot be fetched', error)
  const isLate = error instanceof DOMException && error.name === 'TimeoutError'
  const why = isLate ? `no answer within ${DEADLINE_MS / 1000} s` : 'the server cannot be reached'
  return new SourceError('source-failed', source, why)
}

/** Refuses a compilation with too many texts, or with files that include each other too deep. */
export function checkBounds(depth: number, texts: number): void {
  if (depth > MAX_DEPTH) {
    throw new Refused('source-refused', { detail: `files can include each other ${MAX_DEPTH} deep` })
  }
  if (texts > MAX_SOURCES) {
    throw new Refused('source-refused', { detail: `a list can have ${MAX_SOURCES} sources and included files` })
  }
}
