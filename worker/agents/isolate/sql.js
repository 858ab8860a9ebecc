// @ts-check
// SQLite of an agent, with its tables at their newest version.

/** @typedef {(query: string, ...values: any[]) => Record<string, SqlStorageValue>[]} Sql */

/**
 * `migrations` has a script for each version of the tables. Storage that a newer version wrote is refused.
 * @param {DurableObjectStorage} storage
 * @param {string[]} migrations
 * @returns {Sql}
 */
export function opened(storage, migrations) {
  /** @type {Sql} */
  const sql = (query, ...values) => storage.sql.exec(query, ...values).toArray()
  storage.transactionSync(() => {
    sql('CREATE TABLE IF NOT EXISTS schema(version INTEGER)')
    const [row] = sql('SELECT version FROM schema')
    const version = row === undefined ? 0 : Number(row.version)
    if (version > migrations.length) throw new Error(`the storage has version ${version}, which this code does not know`)
    if (version === migrations.length) return
    for (const migration of migrations.slice(version)) sql(migration)
    sql('DELETE FROM schema')
    sql('INSERT INTO schema VALUES(?)', migrations.length)
  })
  return sql
}
