// The host of `watch-agent`: it has the network and the clock. One alarm wakes it for the list that is due
// first, and for the webhook.

import { TIERS, type Tier } from '../../env.ts'
import { logFailure } from '../../log.ts'
import { Refused } from '../../refused.ts'
import { openSource, refusedFor } from '../../sources/index.ts'
import type { Called } from '../facet.ts'
import { AgentHost, type Call } from '../host.ts'
import { publicUrl } from './address.ts'
import type { Moment, Report, Task, WatchDesk } from './desk.ts'
import { AGENT_RETRY_MS, HOUR_MS, LOOK_MS, RETRY_MS, WINDOW_MS } from './times.ts'
import { Webhook } from './webhook.ts'

/** Looks of one wake: then clients and the webhook have their turn. */
const MAX_AT_ONCE = 10

/** The keys of the host's own storage: when a list is due, and how many checks were asked for. */
const [NEXT, CHECKS] = ['next', 'checks']

export class WatchAgent extends AgentHost {
  protected override readonly slug = 'watch-agent'

  protected override readonly methods = {
    add: (call: Call) => this.#add(call),
    remove: ({ argument }: Call) => this.#change((desk) => desk.remove(known(argument['url']))),
    check: (call: Call) => this.#check(call),
    webhook: ({ argument }: Call) => this.#setWebhook(argument),
  }

  readonly #webhook = new Webhook(this.ctx.storage.kv)
  /** One look after the other: each needs the memory for a list. */
  #last: Promise<unknown> = Promise.resolve()

  protected override wakeAt(): number | undefined {
    const times = [this.ctx.storage.kv.get<number>(NEXT), this.#webhook.next]
    const known = times.filter((it) => it !== undefined)
    return known.length === 0 ? undefined : Math.min(...known)
  }

  protected override async wake(): Promise<void> {
    try {
      for (let count = 0; count < MAX_AT_ONCE; count++) {
        const task = await this.#task()
        if (task === null) break
        await this.#look(task)
      }
      await this.#deliver()
    } catch (error) {
      logFailure('the lists of a user cannot be looked at', error)
      this.#wakeAgain(Date.now() + AGENT_RETRY_MS)
    }
  }

  async #add({ argument: { url, everyHours }, caller }: Call): Promise<unknown> {
    const address = publicUrl(url)
    // It is looked at at once.
    this.#countCheck(caller.tier)
    return this.#change((desk) => desk.add(address, everyHours, Date.now()))
  }

  async #check({ argument: { url }, caller }: Call): Promise<unknown> {
    const address = known(url)
    const task = await this.#task(address)
    this.#countCheck(caller.tier)
    try {
      return task === null ? null : await this.#look(task)
    } finally {
      await this.plan()
    }
  }

  async #setWebhook({ url, secret, remove }: Record<string, unknown>): Promise<unknown> {
    if (remove === true) this.#webhook.remove()
    else if (url !== undefined) this.#webhook.set(url, secret, await this.use((desk: WatchDesk) => desk.newest()))
    await this.plan()
    return { webhook: this.#webhook.shown }
  }

  /** A change of what is watched, and when. */
  async #change(work: (desk: WatchDesk) => Promise<Called>): Promise<unknown> {
    const result = this.publish(await this.use(work))
    await this.#schedule()
    await this.plan()
    return result
  }

  async #task(url?: string): Promise<Task | null> {
    return this.publish(await this.use((desk: WatchDesk) => desk.task(Date.now(), url))) as Task | null
  }

  /** Looks at a list, when the looks before have ended. */
  #look(task: Task): Promise<unknown> {
    const look = this.#last.then(() => this.#lookNow(task))
    this.#last = look.catch(() => undefined)
    return look
  }

  async #lookNow(task: Task): Promise<unknown> {
    let result: unknown
    try {
      result = this.publish(await this.use((desk: WatchDesk) => fetched(desk, task)))
    } catch (error) {
      logFailure('a list cannot be looked at', error)
      result = await this.#giveUp(task)
    }
    if (isNews(result)) this.#webhook.notify(Date.now())
    await this.#schedule()
    return result
  }

  /** A list that the core cannot look at. Whatever is wrong, it is not tried without a pause. */
  async #giveUp({ id }: Task): Promise<unknown> {
    const why = 'the list cannot be checked'
    try {
      return this.publish(await this.use((desk: WatchDesk) => desk.failed(id, moment(), why)))
    } catch (error) {
      await this.use((desk: WatchDesk) => desk.postpone(id, Date.now() + AGENT_RETRY_MS))
      throw error
    }
  }

  async #deliver(): Promise<void> {
    const after = (id: number) => this.use(async (desk: WatchDesk) => (await desk.reportAfter(id)) as Report | null)
    const isTaken = await this.#webhook.deliver(after)
    // Somebody reads the reports, also when nobody asks for the state.
    if (isTaken) this.used()
  }

  async #schedule(): Promise<void> {
    const next = await this.use((desk: WatchDesk) => desk.next())
    if (next === null) this.ctx.storage.kv.delete(NEXT)
    else this.#wakeAgain(next)
  }

  #wakeAgain(at: number): void {
    this.ctx.storage.kv.put(NEXT, at)
  }

  /** Checks take more time than other calls: a tenth of the requests of a minute may be some. */
  #countCheck(tier: Tier): void {
    const limit = Math.ceil(TIERS[tier] / 10)
    if (limit === Infinity) return
    const now = Date.now()
    const kept = this.ctx.storage.kv.get<{ since: number; used: number }>(CHECKS)
    const window = kept !== undefined && now < kept.since + WINDOW_MS ? kept : { since: now, used: 0 }
    if (window.used >= limit) {
      const detail = `A minute has ${limit} checks, and a list that is added is checked.`
      throw new Refused('rate-limited', { detail, retryAfter: Math.max(1, Math.ceil((window.since + WINDOW_MS - now) / 1000)) })
    }
    this.ctx.storage.kv.put(CHECKS, { ...window, used: window.used + 1 })
  }
}

/** Fetches a list, and has the agent look at it. */
async function fetched(desk: WatchDesk, { id, url, tags }: Task): Promise<Called> {
  const signal = AbortSignal.timeout(LOOK_MS)
  const opened = await openSource(url, tags, signal).catch((error: unknown) => whyNot(url, error, signal))
  if (typeof opened === 'string') return desk.failed(id, moment(), opened)
  const { body, ...now } = opened
  if (body === undefined) return desk.unchanged(id, moment())
  const called = await desk.look(id, moment(), now, body)
  const failure = failureOf(called)
  if (failure === undefined) return called
  const why = failure === 'too-large' ? 'it is larger than 16 MiB' : 'the answer broke off'
  return desk.failed(id, moment(), signal.aborted ? LATE : why)
}

const LATE = `no whole answer within ${LOOK_MS / 1000} s`

function whyNot(url: string, error: unknown, signal: AbortSignal): string {
  const { detail = '' } = refusedFor(url, error)
  // It starts with the URL.
  return signal.aborted ? LATE : detail.slice(`${url}: `.length)
}

function moment(): Moment {
  return { now: Date.now(), hour: HOUR_MS, retry: RETRY_MS, jitter: Math.random() }
}

/** The URL of a list that is watched, in the spelling of `add`. It may be none that would be added now. */
function known(url: unknown): string {
  if (typeof url !== 'string') throw new Refused('invalid-request', { detail: '`url` is a text.' })
  if (!URL.canParse(url)) return url
  const it = new URL(url)
  it.hash = ''
  return it.href
}

function failureOf({ result }: Called): unknown {
  return (result as { failure?: unknown } | null | undefined)?.failure
}

function isNews(result: unknown): boolean {
  return (result as { report?: unknown } | null | undefined)?.report != null
}
