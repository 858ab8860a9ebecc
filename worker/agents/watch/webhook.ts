// The webhook of a user: what is delivered is signed, and repeated until the server takes it.
//
// There is no second copy of the reports: what waits are those after the last one that was delivered.

import { Refused } from '../../refused.ts'
import { refusalOf } from '../../sources/index.ts'
import { publicUrl } from './address.ts'
import type { Report } from './desk.ts'
import { DELIVERY_MS, GIVE_UP_MS, MOST_REDELIVER_MS, REDELIVER_MS } from './times.ts'

/** What is stored of a webhook. */
interface Stored {
  /** Another one in its place has another id. */
  id: string
  url: string
  secret: string
  /** The number of the last report that was delivered, or given up. */
  after: number
  /** Deliveries that failed, in a row. */
  failures: number
  /** When the next delivery is tried; nothing when none waits. */
  next?: number
  /** Why the last delivery failed. */
  error?: string
  /** How many reports could not be delivered. */
  lost: number
}

/** A webhook as its user sees it: the secret is never shown. */
export interface Shown {
  url: string
  failures: number
  lost: number
  nextAt?: number
  error?: string
}

const KEY = 'webhook'
const SECRET = { least: 16, most: 256 }

/** Deliveries of one wake: the others wait for the next one. */
const MAX_AT_ONCE = 20

export class Webhook {
  readonly #kv: SyncKvStorage

  constructor(kv: SyncKvStorage) {
    this.#kv = kv
  }

  get shown(): Shown | null {
    const it = this.#stored
    if (it === undefined) return null
    const { url, failures, lost, next, error } = it
    return { url, failures, lost, ...(next === undefined ? {} : { nextAt: next }), ...(error === undefined ? {} : { error }) }
  }

  /** When something is to be delivered. */
  get next(): number | undefined {
    return this.#stored?.next
  }

  /** `after` is the number of the newest report: it and those before are not delivered. */
  set(url: unknown, secret: unknown, after: number): void {
    const { least, most } = SECRET
    if (typeof secret !== 'string' || secret.length < least || secret.length > most) {
      throw new Refused('invalid-request', { detail: `\`secret\` is a text of ${least} to ${most} characters.` })
    }
    this.#kv.put<Stored>(KEY, { id: crypto.randomUUID(), url: publicUrl(url), secret, after, failures: 0, lost: 0 })
  }

  remove(): void {
    this.#kv.delete(KEY)
  }

  /** There is a new report. */
  notify(now: number): void {
    const it = this.#stored
    if (it !== undefined && it.next === undefined) this.#kv.put<Stored>(KEY, { ...it, next: now })
  }

  /** Delivers what waits, if it is time. Whether the server took something. */
  async deliver(reportAfter: (id: number) => Promise<Report | null>): Promise<boolean> {
    let isTaken = false
    for (let count = 0; count < MAX_AT_ONCE; count++) {
      const hook = this.#stored
      if (hook === undefined || (hook.next ?? 0) > Date.now()) return isTaken
      const report = await reportAfter(hook.after)
      if (report === null) {
        this.#update(hook, ({ next: _, ...it }) => it)
        return isTaken
      }
      // Reports that were forgotten before it could be delivered.
      const lost = hook.lost + report.id - hook.after - 1
      const why = await post(hook, report)
      const now = Date.now()
      if (why === undefined) {
        isTaken = true
        this.#update(hook, ({ error: _, ...it }) => ({ ...it, after: report.id, failures: 0, lost, next: now }))
      } else if (now - report.at >= GIVE_UP_MS) {
        this.#update(hook, (it) => ({ ...it, after: report.id, lost: lost + 1, error: why, next: now }))
      } else {
        const wait = Math.min(MOST_REDELIVER_MS, REDELIVER_MS * 3 ** Math.min(hook.failures, 10))
        this.#update(hook, (it) => ({ ...it, failures: it.failures + 1, error: why, next: now + wait }))
      }
    }
    return isTaken
  }

  get #stored(): Stored | undefined {
    return this.#kv.get<Stored>(KEY)
  }

  /** Changes it, unless the user has put another one in its place while it waited. */
  #update({ id }: Stored, change: (it: Stored) => Stored): void {
    const it = this.#stored
    if (it?.id === id) this.#kv.put<Stored>(KEY, change(it))
  }
}

/** Why the server did not take a report. */
async function post({ url, secret }: Stored, report: Report): Promise<string | undefined> {
  const refusal = refusalOf(new URL(url))
  if (refusal !== undefined) return refusal
  const body = JSON.stringify({ event: 'report', report })
  const time = Math.floor(Date.now() / 1000)
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': 'bloqr-backend',
    'X-Bloqr-Delivery': String(report.id),
    'X-Bloqr-Signature': `t=${time},v1=${await signature(secret, `${time}.${body}`)}`,
  }
  try {
    const signal = AbortSignal.timeout(DELIVERY_MS)
    const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal })
    // Nothing in it matters.
    await response.body?.cancel()
    return response.ok ? undefined : `the server answered with status ${response.status}`
  } catch (error) {
    // The messages of the platform can contain addresses.
    const isLate = error instanceof DOMException && error.name === 'TimeoutError'
    return isLate ? `no answer within ${DELIVERY_MS / 1000} s` : 'the server cannot be reached'
  }
}

/** HMAC-SHA256 in hex. */
async function signature(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign(algorithm.name, key, encoder.encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
