// Event streams (`text/event-stream`) of an agent's clients.

import { COMMENT_MS, MAX_BEHIND } from './limits.ts'

export class Events {
  readonly #clients = new Set<Client>()
  #timer: ReturnType<typeof setInterval> | undefined

  get count(): number {
    return this.#clients.size
  }

  /** A new stream, which starts with this event. */
  open(first: Uint8Array): ReadableStream<Uint8Array> {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const client = { writer: writable.getWriter(), behind: 0 }
    this.#clients.add(client)
    this.#timer ??= setInterval(() => this.send(COMMENT), COMMENT_MS)
    this.#write(client, first)
    return readable
  }

  send(event: Uint8Array): void {
    for (const client of this.#clients) this.#write(client, event)
  }

  close(): void {
    for (const client of this.#clients) {
      client.writer.close().catch(() => undefined)
      this.#forget(client)
    }
  }

  #write(client: Client, event: Uint8Array): void {
    client.behind += 1
    if (client.behind > MAX_BEHIND) {
      client.writer.abort().catch(() => undefined)
      return this.#forget(client)
    }
    client.writer.write(event).then(
      () => (client.behind -= 1),
      () => this.#forget(client),
    )
  }

  #forget(client: Client): void {
    this.#clients.delete(client)
    if (this.#clients.size > 0) return
    if (this.#timer !== undefined) clearInterval(this.#timer)
    this.#timer = undefined
  }
}

interface Client {
  writer: WritableStreamDefaultWriter<Uint8Array>
  /** Events that were not read yet. */
  behind: number
}

const COMMENT = new TextEncoder().encode(': \n\n')

/** An event. `id` is for clients that connect again. */
export function event(name: string, data: unknown, id?: number): Uint8Array {
  const head = id === undefined ? '' : `id: ${id}\n`
  return new TextEncoder().encode(`${head}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
}
