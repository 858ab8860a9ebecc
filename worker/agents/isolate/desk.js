// @ts-check
// What all agents have in common: the one door by which the host calls methods by name. An agent has
// SQLite of its own, and no network, no sockets and no alarm: its host has those.

import { DurableObject } from 'cloudflare:workers'
import { Problem, refused } from './core.js'

/** @typedef {import('../facet.ts').Called} Called */
/** @typedef {import('../facet.ts').State} State */
/** @typedef {import('../facet.ts').Sink} Sink */
/** @typedef {import('../protocol.ts').News} News */
/** @typedef {Record<string, any>} Argument the object of a call, which nobody has checked */
/** @typedef {(argument: Argument, sink: Sink) => unknown} Method */

/**
 * @abstract
 * @extends {DurableObject<import('../bindings.ts').DynamicWorkerSafeBindings>}
 */
export class Desk extends DurableObject {
  /** What can be called, by name. Nothing else of the class can. @type {Record<string, Method>} */
  methods = {}
  /** @type {State | undefined} */
  #state
  /** @type {News[]} */
  #news = []

  /** The start check: it has nothing of a request in it. */
  hello() {
    return 'hello'
  }

  /** Does the checks that a change has left for later. @returns {Promise<Called>} */
  settle() {
    return this.attempt(() => null)
  }

  /**
   * @param {string} method
   * @param {Argument} argument
   * @param {Sink} sink
   * @returns {Promise<Called>}
   */
  call(method, argument, sink) {
    return this.attempt(async () => {
      const named = Object.hasOwn(this.methods, method) ? this.methods[method] : undefined
      if (named === undefined) throw refused('agent-method-unknown', `There is no method ${JSON.stringify(method.slice(0, 64))}.`)
      this.#count(method)
      return named.call(this, argument, sink)
    })
  }

  /**
   * Does something, and collects what it publishes. A refusal is an answer; any other exception is a failure.
   * @param {() => unknown} work
   * @returns {Promise<Called>}
   */
  async attempt(work) {
    /** @type {Called} */
    let called
    try {
      called = { result: await work() }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      called = { problem: error.document }
    }
    // Also what a call publishes that is refused later.
    if (this.#state !== undefined) called.state = this.#state
    if (this.#news.length > 0) called.news = this.#news
    this.#state = undefined
    this.#news = []
    return called
  }

  /** To all clients, when the call is done. @param {State} state @param {News[]} news */
  publish(state, ...news) {
    this.#state = state
    this.#news.push(...news)
  }

  /** Nobody waits for it. @param {string} method */
  #count(method) {
    const counted = this.env.METRICS?.count(method)
    if (counted !== undefined) this.ctx.waitUntil(Promise.resolve(counted).catch(() => undefined))
  }
}
