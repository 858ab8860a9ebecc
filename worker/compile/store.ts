// What a job stores between its steps, in the bucket COMPILATIONS.

import type { Answer } from '../core.ts'

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

  async putText(n: number, source: string, text: string): Promise<void> {
    await this.#bucket.put(this.#key(`text/${n}`), text, { customMetadata: { source } })
  }

  /** The size of a text that is already stored, in bytes. */
  async textSize(n: number, source: string): Promise<number | undefined> {
    const kept = await this.#bucket.head(this.#key(`text/${n}`))
    return kept?.customMetadata?.['source'] === source ? kept.size : undefined
  }

  async text(n: number): Promise<string> {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await this.#get(`text/${n}`))
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
