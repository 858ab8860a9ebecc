// What a job stores between its steps, in the bucket COMPILATIONS.

import type { Answer } from '../core.ts'
import { encode, type CompileRequest } from './texts.ts'

export interface JobProgress {
  step: number
  steps: number
}

export class JobStore {
  readonly #bucket: R2Bucket
  readonly #id: string

  constructor(id: string, bucket: R2Bucket) {
    this.#id = id
    this.#bucket = bucket
  }

  async isStarted(): Promise<boolean> {
    return (await this.#bucket.head(this.#key('request'))) !== null
  }

  async start(user: string, request: Uint8Array): Promise<void> {
    await this.#bucket.put(this.#key('request'), request, { customMetadata: { user } })
  }

  async user(): Promise<string | undefined> {
    return (await this.#bucket.head(this.#key('request')))?.customMetadata?.['user']
  }

  async request(): Promise<Uint8Array> {
    return this.#get('request')
  }

  /** Keeps a text as it stands in a request: as a string of JSON. */
  async putText(n: number, source: string, text: string, bytes: number): Promise<void> {
    const customMetadata = { source, bytes: String(bytes) }
    await this.#bucket.put(this.#key(`text/${n}`), JSON.stringify(text), { customMetadata })
  }

  /** A text that is there already, when it has at most so many bytes. */
  async text(n: number, source: string, limit: number): Promise<{ text: string; bytes: number } | undefined> {
    const kept = await this.#bucket.get(this.#key(`text/${n}`))
    const bytes = Number(kept?.customMetadata?.['bytes'])
    if (kept === null || kept.customMetadata?.['source'] !== source || !(bytes <= limit)) {
      await kept?.body.cancel()
      return undefined
    }
    return { text: await kept.json<string>(), bytes }
  }

  /** The request with these texts. They go from the bucket into it piece by piece: they are large. */
  async body({ preFetchedContent, ...request }: CompileRequest, names: string[]): Promise<Uint8Array> {
    const texts = await Promise.all(names.map((_, n) => this.#bucket.head(this.#key(`text/${n}`))))
    const head = encode({ ...request, preFetchedContent: preFetchedContent ?? {} }).slice(0, -'}}'.length)
    const keys = names.map((name, n) => {
      const comma = n > 0 || head.at(-1) !== OPEN ? ',' : ''
      return new TextEncoder().encode(`${comma}${JSON.stringify(name)}:`)
    })
    const lengths = texts.map((it, n) => (it?.size ?? 0) + (keys[n]?.length ?? 0))
    const body = new Uint8Array(lengths.reduce((sum, it) => sum + it, head.length + '}}'.length))
    let at = 0
    const add = (piece: Uint8Array) => {
      body.set(piece, at)
      at += piece.length
    }
    add(head)
    for (const [n, key] of keys.entries()) {
      add(key)
      add(await this.#get(`text/${n}`))
    }
    add(new TextEncoder().encode('}}'))
    return body
  }

  async removeTexts(count: number): Promise<void> {
    await this.#bucket.delete(Array.from({ length: count }, (_, n) => this.#key(`text/${n}`)))
  }

  async putProgress(progress: JobProgress): Promise<void> {
    await this.#bucket.put(this.#key('progress'), JSON.stringify(progress))
  }

  async progress(): Promise<JobProgress> {
    const kept = await this.#bucket.get(this.#key('progress'))
    return kept === null ? { step: 0, steps: 0 } : kept.json<JobProgress>()
  }

  /** The time of the last change of the job, in milliseconds. */
  async lastChange(): Promise<number> {
    const kept = (await this.#bucket.head(this.#key('progress'))) ?? (await this.#bucket.head(this.#key('request')))
    return kept?.uploaded.getTime() ?? 0
  }

  async putAnswer({ status, body }: Answer): Promise<void> {
    await this.#bucket.put(this.#key('answer'), body, { customMetadata: { status: String(status) } })
  }

  async answer(): Promise<Answer | undefined> {
    const kept = await this.#bucket.get(this.#key('answer'))
    if (kept === null) return undefined
    return { status: Number(kept.customMetadata?.['status']), body: new Uint8Array(await kept.arrayBuffer()) }
  }

  async hasFailed(): Promise<boolean> {
    const kept = await this.#bucket.head(this.#key('answer'))
    return kept !== null && kept.customMetadata?.['status'] !== '200'
  }

  async removeAnswer(): Promise<void> {
    await this.#bucket.delete(this.#key('answer'))
  }

  async #get(name: string): Promise<Uint8Array> {
    const kept = await this.#bucket.get(this.#key(name))
    if (kept === null) throw new Error(`${name} of the job ${this.#id} is gone`)
    return new Uint8Array(await kept.arrayBuffer())
  }

  #key(name: string): string {
    return `${this.#id}/${name}`
  }
}

const OPEN = '{'.charCodeAt(0)
