// Remembers that a loader cannot start isolates, so that not every request tries it.

/** The pause after a failure, which doubles with each that follows, up to the longest. */
const PAUSE_MS = { first: 1000, most: 30_000 }

/** A request that tries after a pause has this time to find out; then another one may. */
const PROBE_MS = 10_000

export type CircuitState = 'closed' | 'open' | 'half-open'

export class Circuit {
  #pause = 0
  #until = 0

  /** `closed`: isolates start. `open`: nobody tries. `half-open`: the next request tries. */
  get state(): CircuitState {
    if (this.#pause === 0) return 'closed'
    return Date.now() < this.#until ? 'open' : 'half-open'
  }

  /** Whether this request may try. After a pause only one does, and the others do not wait for it. */
  mayTry(): boolean {
    const { state } = this
    if (state === 'half-open') this.#until = Date.now() + PROBE_MS
    return state !== 'open'
  }

  started(): void {
    this.#pause = 0
  }

  failed(): void {
    this.#pause = Math.min(this.#pause * 2 || PAUSE_MS.first, PAUSE_MS.most)
    this.#until = Date.now() + this.#pause
  }
}
