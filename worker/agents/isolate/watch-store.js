// @ts-check
// What is stored of watched lists: their rows, what the core remembers of them, and reports.

import { joined } from './bytes.js'
import { opened } from './sql.js'

/** A row is no longer than this, in bytes. */
const PIECE = 1_000_000

/** What is kept of reports. The newest is kept however long it is. */
const REPORTS = { count: 500, bytes: 8 << 20 }

/** The tables, by version of the schema. A new version is another line. */
const MIGRATIONS = [
  `CREATE TABLE meta(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
   CREATE TABLE lists(id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, every INTEGER NOT NULL,
     added INTEGER NOT NULL, next INTEGER NOT NULL, checked INTEGER, etag TEXT, modified TEXT, seen TEXT);
   CREATE TABLE memory(list INTEGER, part INTEGER, body BLOB NOT NULL, PRIMARY KEY(list, part)) WITHOUT ROWID;
   CREATE TABLE reports(id INTEGER PRIMARY KEY AUTOINCREMENT, list INTEGER NOT NULL, at INTEGER NOT NULL,
     url TEXT NOT NULL, body TEXT NOT NULL);
   INSERT INTO meta VALUES('rev', 0);`,
]

/**
 * A list that is watched. Times are in milliseconds, as `Date` counts.
 * @typedef {object} List
 * @property {number} id
 * @property {string} url
 * @property {number} every hours between two looks
 * @property {number} added
 * @property {number} next when it is looked at next
 * @property {number | null} checked when it was looked at last
 * @property {string | null} etag
 * @property {string | null} modified
 * @property {Record<string, any>} seen the report of the last look, without its news
 */

export class WatchStore {
  #sql
  #storage

  /** @param {DurableObjectStorage} storage */
  constructor(storage) {
    this.#storage = storage
    this.#sql = opened(storage, MIGRATIONS)
  }

  /** How often something changed. */
  get rev() {
    return Number(this.#sql(`SELECT v FROM meta WHERE k = 'rev'`)[0]?.v)
  }

  /** Writes all or nothing, as the next revision. @template T @param {() => T} work @returns {T} */
  write(work) {
    return this.#storage.transactionSync(() => {
      this.#sql(`UPDATE meta SET v = v + 1 WHERE k = 'rev'`)
      return work()
    })
  }

  /** @returns {List[]} */
  lists() {
    return this.#sql('SELECT * FROM lists ORDER BY id').map(listOf)
  }

  /** @param {number | string} key its id or its URL @returns {List | undefined} */
  list(key) {
    const column = typeof key === 'number' ? 'id' : 'url'
    const [row] = this.#sql(`SELECT * FROM lists WHERE ${column} = ?`, key)
    return row === undefined ? undefined : listOf(row)
  }

  /** The list that has waited for the longest time. @param {number} now @returns {List | undefined} */
  due(now) {
    const [row] = this.#sql('SELECT * FROM lists WHERE next <= ? ORDER BY next, id LIMIT 1', now)
    return row === undefined ? undefined : listOf(row)
  }

  /** When a list is due next. @returns {number | null} */
  next() {
    const next = this.#sql('SELECT min(next) AS next FROM lists')[0]?.next
    return typeof next === 'number' ? next : null
  }

  /** @param {string} url @param {number} every @param {number} now */
  add(url, every, now) {
    this.#sql('INSERT INTO lists(url, every, added, next) VALUES(?, ?, ?, ?)', url, every, now, now)
  }

  /** @param {number} id @param {number} every @param {number} next */
  plan(id, every, next) {
    this.#sql('UPDATE lists SET every = ?, next = ? WHERE id = ?', every, next, id)
  }

  /** Its reports stay. @param {number} id */
  remove(id) {
    this.#sql('DELETE FROM lists WHERE id = ?', id)
    this.#sql('DELETE FROM memory WHERE list = ?', id)
  }

  /**
   * Keeps what a look found.
   * @param {number} id
   * @param {{ checked: number, next: number, etag: string | null, modified: string | null, seen: object }} look
   */
  keepLook(id, { checked, next, etag, modified, seen }) {
    const values = [checked, next, etag, modified, JSON.stringify(seen), id]
    this.#sql('UPDATE lists SET checked = ?, next = ?, etag = ?, modified = ?, seen = ? WHERE id = ?', ...values)
  }

  /** What the core remembers of a list; nothing before the first look. @param {number} id */
  memory(id) {
    const rows = this.#sql('SELECT body FROM memory WHERE list = ? ORDER BY part', id)
    return joined(rows.map((it) => new Uint8Array(/** @type {ArrayBuffer} */ (it.body))))
  }

  /** @param {number} id @param {Uint8Array} memory */
  keepMemory(id, memory) {
    this.#sql('DELETE FROM memory WHERE list = ?', id)
    for (let part = 0; part * PIECE < memory.length; part++) {
      const piece = memory.slice(part * PIECE, (part + 1) * PIECE)
      this.#sql('INSERT INTO memory VALUES(?, ?, ?)', id, part, piece)
    }
  }

  /** Keeps a report, and forgets the oldest ones. @param {List} list @param {number} at @param {object} report */
  addReport({ id, url }, at, report) {
    this.#sql('INSERT INTO reports(list, at, url, body) VALUES(?, ?, ?, ?)', id, at, url, JSON.stringify(report))
    const rows = this.#sql('SELECT id, length(body) AS length FROM reports ORDER BY id DESC')
    let bytes = 0
    for (const [n, row] of rows.entries()) {
      bytes += Number(row.length)
      if (n === 0 || (n < REPORTS.count && bytes <= REPORTS.bytes)) continue
      this.#sql('DELETE FROM reports WHERE id <= ?', Number(row.id))
      break
    }
    return Number(rows[0]?.id)
  }

  /** How many reports are kept. */
  count() {
    return Number(this.#sql('SELECT count(*) AS count FROM reports')[0]?.count)
  }

  /** The newest report's number; 0 when there was none. */
  newest() {
    return Number(this.#sql('SELECT max(id) AS id FROM reports')[0]?.id ?? 0)
  }

  /** The newest first. @param {number} offset @param {number} limit @param {number} bytes */
  reports(offset, limit, bytes) {
    const all = []
    let left = bytes
    const rows = this.#storage.sql.exec('SELECT * FROM reports ORDER BY id DESC LIMIT ? OFFSET ?', limit, offset)
    for (const row of rows) {
      left -= String(row.body).length
      if (left < 0 && all.length > 0) break
      all.push(reportOf(row))
    }
    return all
  }

  /** The first report after this one. @param {number} id */
  reportAfter(id) {
    const [row] = this.#sql('SELECT * FROM reports WHERE id > ? ORDER BY id LIMIT 1', id)
    return row === undefined ? null : reportOf(row)
  }

  /** The newest report on a list, in short. @param {number} id */
  lastReport(id) {
    const [row] = this.#sql('SELECT * FROM reports WHERE list = ? ORDER BY id DESC LIMIT 1', id)
    if (row === undefined) return undefined
    const { id: number, at, news } = reportOf(row)
    return { id: number, at, text: news[0]?.text }
  }
}

/** @param {Record<string, SqlStorageValue>} row @returns {List} */
function listOf({ seen, ...row }) {
  return /** @type {any} */ ({ ...row, seen: typeof seen === 'string' ? JSON.parse(seen) : {} })
}

/** @param {Record<string, SqlStorageValue>} row @returns {{ id: number, url: string, at: number, news: any[] }} */
function reportOf({ id, at, url, body }) {
  return { id, url, at, ...JSON.parse(String(body)) }
}
