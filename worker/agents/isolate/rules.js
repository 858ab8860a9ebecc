// @ts-check
// The draft desk: a user's unpublished list, checked after each edit. Each change is a revision, which
// names the one that it was made on; a change of another revision than the current one is refused.

import { joined } from './bytes.js'
import { conflict, Problem, refused } from './core.js'
import { Desk } from './desk.js'
import { Draft } from './draft.js'
import { Store } from './store.js'

/** A list, in bytes. The core has the same limit; this one ends a transfer. */
const MAX_LIST = 16 << 20

/** @typedef {import('./desk.js').Argument} Argument */
/** @typedef {import('./draft.js').Command} Command */
/** @typedef {import('../facet.ts').Called} Called */
/** @typedef {import('../facet.ts').State} State */
/** @typedef {import('../facet.ts').Sink} Sink */

export class RulesDesk extends Desk {
  #store = new Store(this.ctx.storage)
  /** Loaded by the first call that needs it. @type {Draft | undefined} */
  #draft
  #isReceiving = false

  /** @override @type {Record<string, import('./desk.js').Method>} */
  methods = {
    open: ({ text, rev }) => this.#replace('open', [encode(requireText(text, 'text'))], rev),
    edit: ({ rev, edits, ...edit }) => this.#write('edit', { do: 'edit', rev }, encode(JSON.stringify({ edits: edits ?? [edit] }))),
    fix: ({ rev, rules }) => this.#write('fix', { do: 'fix', rev, ...(rules === undefined ? {} : { rules }) }),
    undo: ({ rev }) => this.#undo(rev),
    apply: ({ preview, rev }) => this.#apply(requireText(preview, 'preview'), rev),
    history: ({ offset = 0, limit = 50 }) => this.#store.history(requireCount(offset, 'offset'), requireCount(limit, 'limit')),
    diff: ({ from }) => this.#diff(requireCount(from, 'from')),
    export: (_, sink) => this.#export(sink),
    problems: (argument) => this.#ask({ ...argument, do: 'problems' }),
    explain: (argument) => this.#ask({ ...argument, do: 'explain' }),
    find: (argument) => this.#ask({ ...argument, do: 'find' }),
    query: (argument) => this.#ask({ ...argument, do: 'query' }),
  }

  state() {
    return this.attempt(() => {
      const state = this.#state()
      // The checks that were left for later, when the memory of this object was freed before them.
      if (state.settled === false) this.publish(state)
      return state
    })
  }

  /** @override */
  settle() {
    return this.attempt(() => {
      if (this.#state().settled !== false) return
      const { state, ...found } = this.#ask({ do: 'settle' })
      this.#store.keep('state', JSON.stringify(state))
      this.publish(state, ...newsOf(found))
    })
  }

  /** The list, as it is now: changes that come while it is read are not in it. */
  list() {
    const bytes = new Blob(this.#use((draft) => draft.text()))
    return { rev: this.#store.rev, length: bytes.size, text: bytes.stream() }
  }

  /**
   * Replaces the list. Without `rev`, only an empty one.
   * @param {ReadableStream<Uint8Array> | null} stream
   * @param {number | null} rev
   * @returns {Promise<Called>}
   */
  put(stream, rev) {
    return this.attempt(async () => {
      // Two at once would need too much memory.
      if (this.#isReceiving) throw refused('agent-unavailable', 'Another list is being sent: try again when it has ended.')
      this.#isReceiving = true
      try {
        return this.#replace('put', await received(stream), rev ?? undefined)
      } finally {
        this.#isReceiving = false
      }
    })
  }

  /** Keeps a text as the newest preview. @param {string} id @param {number} rev @param {Uint8Array} text */
  keepPreview(id, rev, text) {
    this.#store.keepPreview(`${id} ${rev}`, text)
  }

  /** @returns {State & { bytes: number, lines: number }} */
  #state() {
    const kept = this.#store.meta('state')
    const state = typeof kept === 'string' ? JSON.parse(kept) : undefined
    // Another core can find other problems.
    const { core, tables } = (this.#draft ??= this.#load()).version
    if (state !== undefined && state.core === core && state.tables === tables) return state
    const found = this.#ask({ do: 'state' })
    this.#store.keep('state', JSON.stringify(found))
    return /** @type {any} */ (found)
  }

  /** @param {Command} command @param {Uint8Array} [input] */
  #ask(command, input) {
    return this.#use((draft) => draft.ask(command, input))
  }

  /**
   * Does something with the draft, which is loaded if need be. After a failure it is loaded again: the
   * core can be ahead of what is stored, or in no defined state.
   * @template T
   * @param {(draft: Draft) => T} work
   * @returns {T}
   */
  #use(work) {
    try {
      return work((this.#draft ??= this.#load()))
    } catch (error) {
      if (!(error instanceof Problem)) this.#draft = undefined
      throw error
    }
  }

  #load() {
    const draft = new Draft()
    const { rev, pieces } = this.#store.base()
    draft.send(pieces)
    draft.ask({ do: 'load', rev })
    for (const { rev: next, change } of this.#store.changesAfter(rev)) draft.ask({ do: 'replay', rev: next }, change)
    return draft
  }

  /**
   * A change: in the core, then in the storage, then told to all.
   * @param {string} why
   * @param {Command} command
   * @param {Uint8Array} [input]
   * @param {number} [undoes]
   */
  #write(why, command, input, undoes) {
    return this.#use((draft) => {
      const before = this.#store.rev
      const answer = draft.ask(command, input)
      const { rev, added, removed, state } = answer
      if (rev === before) return answer
      const revision = { rev, why, undoes: undoes ?? null, added, removed, change: draft.change() }
      this.#store.append(revision, JSON.stringify(state), () => draft.text())
      this.publish(state, ...newsOf(answer))
      return answer
    })
  }

  /** @param {string} why @param {Uint8Array[]} text @param {unknown} rev */
  #replace(why, text, rev) {
    const state = this.#state()
    if (rev === undefined && state.bytes > 0) throw conflict(state.rev)
    return this.#use((draft) => {
      draft.send(text)
      return this.#write(why, { do: 'replace', rev: rev ?? state.rev })
    })
  }

  /** @param {unknown} rev */
  #undo(rev) {
    const target = this.#store.undoable()
    if (target === undefined) throw refused('invalid-request', 'There is nothing to undo.')
    return this.#write('undo', { do: 'undo', rev }, this.#store.change(target), target)
  }

  /** @param {string} preview @param {unknown} rev */
  #apply(preview, rev) {
    const text = this.#store.preview(`${preview} ${rev}`)
    if (text === undefined) {
      throw refused('agent-conflict', 'There is no such preview of this revision: only the newest one is kept.')
    }
    const answer = this.#replace('apply', text, rev)
    this.#store.dropPreview()
    return answer
  }

  /** @param {number} from */
  #diff(from) {
    const rev = this.#store.rev
    const oldest = this.#store.oldest()
    if (from < oldest || from > rev) throw refused('invalid-request', `\`from\` is a revision from ${oldest} to ${rev}.`)
    const changes = [...this.#store.changesAfter(from)].map((it) => it.change)
    return { from, rev, ...this.#ask({ do: 'diff' }, joined(changes.reverse())) }
  }

  /** @param {Sink} sink */
  async #export(sink) {
    const rev = this.#store.rev
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    for (const piece of this.#use((draft) => draft.text())) await sink.send(decoder.decode(piece, { stream: true }))
    return { rev }
  }
}

/** What came and went, for all clients. @param {Record<string, any>} answer */
function newsOf({ rev, appeared, appearedTotal, gone, goneTotal }) {
  if (appearedTotal === 0 && goneTotal === 0) return []
  return [{ event: 'problems', data: { rev, appeared, appearedTotal, gone, goneTotal } }]
}

/** The bytes of a list that is sent. @param {ReadableStream<Uint8Array> | null} stream */
async function received(stream) {
  const pieces = []
  let length = 0
  for await (const piece of stream ?? []) {
    length += piece.length
    // Leaving the loop cancels the rest.
    if (length > MAX_LIST) throw refused('agent-full')
    pieces.push(piece)
  }
  return pieces
}

/** @param {unknown} value @param {string} name */
function requireText(value, name) {
  if (typeof value === 'string') return value
  throw refused('invalid-request', `\`${name}\` is a text.`)
}

/** @param {unknown} value @param {string} name */
function requireCount(value, name) {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw refused('invalid-request', `\`${name}\` is a number from 0.`)
}

/** @param {string} text */
function encode(text) {
  return new TextEncoder().encode(text)
}
