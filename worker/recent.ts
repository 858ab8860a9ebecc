// Remembers things in the memory of this instance of the worker, for a while.

interface Kept<T> {
  value: T
  until: number
}

/** At most `most` values, each for so many milliseconds after it was set. The oldest are forgotten first. */
export class Recent<T> {
  readonly #kept = new Map<string, Kept<T>>()
  readonly #ms: number
  readonly #most: number

  constructor(ms: number, most: number) {
    this.#ms = ms
    this.#most = most
  }

  get(key: string): T | undefined {
    return this.#entry(key)?.value
  }

  /** The seconds until a value is forgotten, at least one. */
  secondsLeft(key: string): number {
    return Math.max(1, Math.ceil(((this.#entry(key)?.until ?? 0) - Date.now()) / 1000))
  }

  set(key: string, value: T): void {
    this.#kept.delete(key)
    this.#kept.set(key, { value, until: Date.now() + this.#ms })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest)
  }

  delete(key: string): void {
    this.#kept.delete(key)
  }

  #entry(key: string): Kept<T> | undefined {
    const entry = this.#kept.get(key)
    if (entry === undefined || Date.now() < entry.until) return entry
    this.#kept.delete(key)
    return undefined
  }
}
