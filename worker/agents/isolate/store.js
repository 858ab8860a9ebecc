// @ts-check
// What is stored of a draft: the text at one revision, the base, and the changes before and after it.
// No row is larger than a piece.

import { joined } from './bytes.js'
import { PIECE } from './draft.js'
import { opened } from './sql.js'

/** Changes after the base: more than this, and the base is written anew. */
const MAX_REPLAY = { count: 500, bytes: 1_000_000 }

/** What is kept of the history. The newest revision is kept however large it is. */
const HISTORY = { count: 50, bytes: 32 << 20 }

/** The tables, by version of the schema. A new version is another line. */
const MIGRATIONS = [
  `CREATE TABLE meta(k TEXT PRIMARY KEY, v);
   CREATE TABLE base(n INTEGER PRIMARY KEY, body BLOB NOT NULL);
   CREATE TABLE changes(rev INTEGER, part INTEGER, at INTEGER, why TEXT, undoes INTEGER, added INTEGER,
     removed INTEGER, body BLOB NOT NULL, PRIMARY KEY(rev, part));
   CREATE TABLE preview(n INTEGER PRIMARY KEY, body BLOB NOT NULL);
   INSERT INTO meta VALUES('rev', 0), ('base', 0);`,
]

/**
 * @typedef {object} Revision
 * @property {number} rev
 * @property {string} why the method that made it
 * @property {number | null} undoes the revision that it takes back
 * @property {number} added lines
 * @property {number} removed lines
 * @property {Uint8Array} change
 */

export class Store {
  #sql
  #storage

  /** @param {DurableObjectStorage} storage */
  constructor(storage) {
    this.#storage = storage
    this.#sql = opened(storage, MIGRATIONS)
  }

  get rev() {
    return Number(this.meta('rev'))
  }

  /** A value that is kept under a name. @param {string} key @returns {unknown} */
  meta(key) {
    return this.#sql('SELECT v FROM meta WHERE k = ?', key)[0]?.v
  }

  /** @param {string} key @param {SqlStorageValue} value */
  keep(key, value) {
    this.#sql('INSERT OR REPLACE INTO meta VALUES(?, ?)', key, value)
  }

  /** The text at the base, in pieces, and the revision of the base. */
  base() {
    const rows = this.#sql('SELECT body FROM base ORDER BY n')
    return { rev: Number(this.meta('base')), pieces: rows.map((it) => bytesOf(it.body)) }
  }

  /** The changes after a revision, the oldest first. @param {number} rev */
  *changesAfter(rev) {
    for (const row of this.#sql('SELECT DISTINCT rev FROM changes WHERE rev > ? ORDER BY rev', rev)) {
      const rev = Number(row.rev)
      yield { rev, change: this.change(rev) }
    }
  }

  /** @param {number} rev */
  change(rev) {
    return joined(this.#sql('SELECT body FROM changes WHERE rev = ? ORDER BY part', rev).map((it) => bytesOf(it.body)))
  }

  /**
   * Stores a revision, whole or not at all. `text` gives the list at this revision, if it is needed.
   * @param {Revision} revision
   * @param {string} state
   * @param {() => Uint8Array[]} text
   */
  append({ rev, why, undoes, added, removed, change }, state, text) {
    this.#storage.transactionSync(() => {
      for (const [part, piece] of pieces(change).entries()) {
        const row = [rev, part, Date.now(), why, undoes, added, removed, piece]
        this.#sql('INSERT INTO changes VALUES(?, ?, ?, ?, ?, ?, ?, ?)', ...row)
      }
      this.keep('rev', rev)
      this.keep('state', state)
      const [replay] = this.#sql(
        'SELECT count(DISTINCT rev) AS count, sum(length(body)) AS bytes FROM changes WHERE rev > ?',
        Number(this.meta('base')),
      )
      if (Number(replay?.count) > MAX_REPLAY.count || Number(replay?.bytes) > MAX_REPLAY.bytes) this.#rebase(rev, text())
      this.#forget()
    })
  }

  /** The newest revisions first. @param {number} offset @param {number} limit */
  history(offset, limit) {
    const oldest = this.rev - HISTORY.count
    const rows = this.#sql(
      `SELECT rev, at, why, undoes, added, removed FROM changes WHERE part = 0 AND rev > ? ORDER BY rev DESC LIMIT ? OFFSET ?`,
      oldest,
      limit,
      offset,
    )
    return rows.map(({ undoes, ...row }) => (undoes === null ? row : { ...row, undoes }))
  }

  /** The newest revision that is no undoing and is not undone. @returns {number | undefined} */
  undoable() {
    const [row] = this.#sql(
      `SELECT rev FROM changes WHERE part = 0 AND undoes IS NULL AND rev > ?
       AND rev NOT IN (SELECT undoes FROM changes WHERE undoes IS NOT NULL) ORDER BY rev DESC LIMIT 1`,
      this.rev - HISTORY.count,
    )
    return row === undefined ? undefined : Number(row.rev)
  }

  /** The oldest revision from which changes are kept to the current one. */
  oldest() {
    const [row] = this.#sql('SELECT min(rev) - 1 AS oldest FROM changes')
    return row?.oldest === null || row === undefined ? this.rev : Math.max(Number(row.oldest), this.rev - HISTORY.count)
  }

  /** Keeps the text of a preview in place of the one before. @param {string} id @param {Uint8Array} text */
  keepPreview(id, text) {
    this.#storage.transactionSync(() => {
      this.dropPreview()
      this.keep('preview', id)
      for (const piece of pieces(text)) this.#sql('INSERT INTO preview(body) VALUES(?)', piece)
    })
  }

  /** The text of the preview with this id, in pieces. @param {string} id */
  preview(id) {
    if (this.meta('preview') !== id) return undefined
    return this.#sql('SELECT body FROM preview ORDER BY n').map((it) => bytesOf(it.body))
  }

  dropPreview() {
    this.#sql(`DELETE FROM meta WHERE k = 'preview'`)
    this.#sql('DELETE FROM preview')
  }

  /** @param {number} rev @param {Uint8Array[]} text */
  #rebase(rev, text) {
    this.#sql('DELETE FROM base')
    for (const piece of text) this.#sql('INSERT INTO base(body) VALUES(?)', piece)
    this.keep('base', rev)
  }

  /** Forgets old revisions. Those after the base are needed. */
  #forget() {
    const base = Number(this.meta('base'))
    this.#sql('DELETE FROM changes WHERE rev <= ?', Math.min(base, this.rev - HISTORY.count))
    const rows = this.#sql('SELECT rev, sum(length(body)) AS bytes FROM changes GROUP BY rev ORDER BY rev DESC')
    let bytes = 0
    for (const row of rows) {
      bytes += Number(row.bytes)
      const rev = Number(row.rev)
      if (bytes <= HISTORY.bytes || rev === this.rev || rev > base) continue
      this.#sql('DELETE FROM changes WHERE rev <= ?', rev)
      return
    }
  }
}

/** @param {Uint8Array} bytes */
function pieces(bytes) {
  const all = []
  for (let from = 0; from === 0 || from < bytes.length; from += PIECE) all.push(bytes.slice(from, from + PIECE))
  return all
}

/** @param {unknown} blob */
function bytesOf(blob) {
  return new Uint8Array(/** @type {ArrayBuffer} */ (blob))
}
