// @ts-check
// The agent that watches published lists. It remembers what was found in them, and reports what is new. Its
// host fetches the lists, and tells it the time.

import { Instance, Problem, refused } from './core.js'
import { Desk } from './desk.js'
import { WatchStore } from './watch-store.js'

/** A list, in bytes. The core has the same limit; this one ends a transfer. */
const MAX_LIST = 16 << 20

/** Lists of a user. */
const MAX_LISTS = 50

/** Hours between two looks. */
const EVERY = { least: 6, most: 168, usual: 24 }

/** Reports of one answer: so many, and about so many bytes. */
const PAGE = { count: 50, bytes: 500_000 }

/** @typedef {import('./watch-store.js').List} List */
/** @typedef {import('../facet.ts').Called} Called */
/** @typedef {import('../watch/desk.ts').Moment} Moment */
/** @typedef {import('../../sources/index.ts').Tags} Tags */

export class WatchDesk extends Desk {
  #store = new WatchStore(this.ctx.storage)

  /** Only these can be called by a client. The host has the others, and calls the methods below. */
  /** @override @type {Record<string, import('./desk.js').Method>} */
  methods = {
    list: () => this.#state().lists,
    reports: ({ offset = 0, limit = PAGE.count }) => {
      const [from, count] = [requireCount(offset, 'offset'), Math.min(PAGE.count, requireCount(limit, 'limit'))]
      return { total: this.#store.count(), offset: from, reports: this.#store.reports(from, count, PAGE.bytes) }
    },
  }

  state() {
    return this.attempt(() => this.#state())
  }

  /**
   * Watches a list, or changes how often. `url` was checked by the host.
   * @param {string} url
   * @param {unknown} everyHours
   * @param {number} now
   */
  add(url, everyHours, now) {
    return this.attempt(() => {
      const every = requireHours(everyHours)
      const known = this.#store.list(url)
      if (known === undefined && this.#store.lists().length >= MAX_LISTS) {
        throw refused('agent-full', `A user can watch ${MAX_LISTS} lists: remove one first.`)
      }
      this.#store.write(() => {
        if (known === undefined) this.#store.add(url, every, now)
        else this.#store.plan(known.id, every, Math.min(known.next, now + every * 3_600_000))
      })
      return this.#changed(url)
    })
  }

  /** Forgets a list. @param {string} url */
  remove(url) {
    return this.attempt(() => {
      const { id } = this.#watched(url)
      this.#store.write(() => this.#store.remove(id))
      this.publish(this.#state())
      return { removed: url }
    })
  }

  /** The list that is to be looked at: this one, or the one that is due. @param {number} now @param {string} [url] */
  task(now, url) {
    return this.attempt(() => {
      const list = url === undefined ? this.#store.due(now) : this.#watched(url)
      if (list === undefined) return null
      const { id, etag, modified } = list
      // Another core judges the same text again, so the whole text is needed.
      const { text } = JSON.parse(new TextDecoder().decode(this.#ask(new Instance(), { do: 'wants' }, this.#store.memory(id))))
      const tags = text ? {} : { ...(etag === null ? {} : { etag }), ...(modified === null ? {} : { modified }) }
      return { id, url: list.url, tags }
    })
  }

  /** When a list is due next. */
  next() {
    return this.#store.next()
  }

  /** The number of the newest report. */
  newest() {
    return this.#store.newest()
  }

  /** The first report after this one. @param {number} id */
  reportAfter(id) {
    return this.#store.reportAfter(id)
  }

  /**
   * Looks at a list. The result says why that was not possible: `too-large`, or `broken` when the text did not come whole.
   * @param {number} id
   * @param {Moment} moment
   * @param {Tags} tags
   * @param {ReadableStream<Uint8Array>} text
   * @returns {Promise<Called>}
   */
  look(id, moment, tags, text) {
    return this.attempt(async () => {
      const instance = new Instance()
      const failure = await this.#receive(instance, text)
      if (failure !== undefined) return { failure }
      const modified = Date.parse(tags.modified ?? '')
      const command = { do: 'look', now: moment.now, ...(modified >= 0 ? { modified } : {}) }
      return this.#keep(id, moment, tags, (memory) => this.#ask(instance, command, memory))
    })
  }

  /** The server says that the text is the same. @param {number} id @param {Moment} moment */
  unchanged(id, moment) {
    const command = { do: 'unchanged', now: moment.now }
    return this.attempt(() => this.#keep(id, moment, undefined, (memory) => this.#ask(new Instance(), command, memory)))
  }

  /** Nothing could be fetched. @param {number} id @param {Moment} moment @param {string} why */
  failed(id, moment, why) {
    const command = { do: 'failed', now: moment.now, why }
    return this.attempt(() => this.#keep(id, moment, undefined, (memory) => this.#ask(new Instance(), command, memory), why))
  }

  /** Looks later, when nothing else can be done. @param {number} id @param {number} next */
  postpone(id, next) {
    const list = this.#store.list(id)
    if (list !== undefined) this.#store.write(() => this.#store.plan(id, list.every, next))
  }

  /** Sends a text to the core, piece by piece: it is never here as a whole. @param {Instance} instance @param {ReadableStream<Uint8Array>} text */
  async #receive(instance, text) {
    let length = 0
    try {
      for await (const piece of text) {
        length += piece.length
        if (length > MAX_LIST) return 'too-large'
        this.#ask(instance, { do: 'piece' }, piece)
      }
    } catch (error) {
      if (error instanceof Problem || error instanceof WebAssembly.RuntimeError) throw error
      return 'broken'
    }
    return undefined
  }

  /**
   * Keeps what a look found. A list that was removed meanwhile is not looked at.
   * @param {number} id
   * @param {Moment} moment
   * @param {Tags | undefined} tags the new ones, if there are any
   * @param {(memory: Uint8Array) => Uint8Array} look
   * @param {string} [why] why it failed
   */
  #keep(id, moment, tags, look, why) {
    const list = this.#store.list(id)
    if (list === undefined) return null
    const found = look(this.#store.memory(id))
    const length = new DataView(found.buffer, found.byteOffset).getUint32(0, true)
    const { news, ...seen } = JSON.parse(new TextDecoder().decode(found.subarray(4, 4 + length)))
    if (why !== undefined) seen.why = why
    const { etag = null, modified = null } = tags ?? { etag: list.etag, modified: list.modified }
    const next = moment.now + waitOf(list, moment, seen.failures)
    const report = this.#store.write(() => {
      this.#store.keepMemory(id, found.subarray(4 + length))
      this.#store.keepLook(id, { checked: moment.now, next, etag, modified, seen })
      if (news.length === 0) return null
      const number = this.#store.addReport(list, moment.now, { news, ...seen })
      return { id: number, url: list.url, at: moment.now, news, ...seen }
    })
    const state = this.#state()
    if (report === null) this.publish(state)
    else this.publish(state, { event: 'report', data: report })
    return { list: state.lists.find((it) => it.url === list.url), report }
  }

  /** @param {Instance} instance @param {object} command @param {Uint8Array} input */
  #ask(instance, command, input) {
    const { status, body } = instance.call('bloqr_watch', JSON.stringify(command), input)
    if (status !== 200) throw new Problem(body)
    return body
  }

  /** @param {string} url */
  #changed(url) {
    const state = this.#state()
    this.publish(state)
    return state.lists.find((it) => it.url === url)
  }

  /** @param {string} url @returns {List} */
  #watched(url) {
    const list = this.#store.list(url)
    if (list === undefined) throw refused('invalid-request', 'This list is not watched.')
    return list
  }

  #state() {
    const lists = this.#store.lists().map((it) => shown(it, this.#store.lastReport(it.id)))
    return { rev: this.#store.rev, lists, reports: this.#store.count() }
  }
}

/** A list as clients see it. @param {List} list @param {object | undefined} lastReport */
function shown({ url, every, added, checked, next, seen }, lastReport) {
  const { failures = 0, instead, why, first: _, ...facts } = seen
  let status = 'ok'
  if (checked === null) status = 'waiting'
  else if (failures > 0) status = 'failing'
  else if (instead !== undefined) status = 'not-a-list'
  return {
    url,
    everyHours: every,
    addedAt: added,
    checkedAt: checked,
    nextAt: next,
    status,
    ...(failures > 0 ? { failures, why } : {}),
    ...(instead === undefined ? {} : { instead }),
    ...facts,
    ...(lastReport === undefined ? {} : { lastReport }),
  }
}

/** How long the next look waits, in ms: after failures, less than usual, and longer each time. @param {List} list @param {Moment} moment @param {number} failures */
function waitOf({ every }, { hour, retry, jitter }, failures) {
  const usual = every * hour
  const wait = failures === 0 ? usual : Math.min(usual, retry * 4 ** Math.min(failures - 1, 10))
  return Math.round(wait * (1 + jitter / 10))
}

/** @param {unknown} value */
function requireHours(value) {
  const { least, most, usual } = EVERY
  if (value === undefined || value === null) return usual
  if (typeof value === 'number' && value >= least && value <= most) return Math.round(value)
  throw refused('invalid-request', `\`everyHours\` is a number from ${least} to ${most}.`)
}

/** @param {unknown} value @param {string} name */
function requireCount(value, name) {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw refused('invalid-request', `\`${name}\` is a number from 0.`)
}
