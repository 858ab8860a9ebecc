// Room for what takes memory, which all requests share, and of which one user gets only a part.

import { Refused } from './refused.ts'

export interface Most {
  ofAll: number
  ofUser: number
}

/** What a request has of the room. Its end is known also when the platform ends its request silently. */
export interface Lease {
  user: string
  size: number
  /** As `Date` counts. */
  until: number
}

export class Room {
  readonly #most: Most
  /** Why there is none, for the client to read. */
  readonly #full: string
  readonly #leases = new Set<Lease>()

  constructor(most: Most, full: string) {
    this.#most = most
    this.#full = full
  }

  /** Waits until there is room for this, at most until then, and takes it. */
  async take(lease: Lease, waitUntil: number): Promise<Lease> {
    while (!this.#has(lease)) {
      if (Date.now() >= waitUntil) throw new Refused('unavailable', { detail: this.#full, retryAfter: 5 })
      // The platform lets no request wake another one.
      await scheduler.wait(LOOK_MS)
    }
    this.#leases.add(lease)
    return lease
  }

  giveBack(lease: Lease): void {
    this.#leases.delete(lease)
  }

  #has({ user, size }: Lease): boolean {
    const now = Date.now()
    let [ofAll, ofUser] = [size, size]
    for (const lease of this.#leases) {
      if (now > lease.until) this.#leases.delete(lease)
      else {
        ofAll += lease.size
        if (lease.user === user) ofUser += lease.size
      }
    }
    return ofAll <= this.#most.ofAll && ofUser <= this.#most.ofUser
  }
}

/** How often a request that waits looks for room. */
const LOOK_MS = 20
