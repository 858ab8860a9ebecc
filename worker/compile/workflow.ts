// The Workflow of large compilations. Each step leaves its result in the bucket, so that a step that
// fails, or a worker that ends between two steps, repeats no other step.

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers'
import { find, plan } from '../core.ts'
import { dispatch } from '../dispatch.ts'
import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'
import { problem } from '../reply.ts'
import { checkBounds, DEADLINE_MS, fetchText, MAX_JOB_TEXT, refusedFor } from '../sources/index.ts'
import { JobStore } from './store.ts'
import { encode, type CompileRequest } from './texts.ts'

export interface Job {
  caller: Caller
}

/** A step is tried four times: after 1, 2 and 4 seconds. */
const TRIES = { retries: { limit: 3, delay: 1000, backoff: 'exponential' } } as const

/** The missing texts; null when the core has refused the request, which is the answer. */
type Planned = { missing: string[] | null }

export class CompileWorkflow extends WorkflowEntrypoint<Env, Job> {
  async run({ payload: { caller }, instanceId: id }: Readonly<WorkflowEvent<Job>>, step: WorkflowStep): Promise<void> {
    if (this.env.COMPILATIONS === undefined) throw new Error('COMPILATIONS is not bound')
    const store = new JobStore(id, this.env.COMPILATIONS)
    const names: string[] = []
    try {
      if (await this.#fetchAll(names, caller, store, step)) {
        await step.do('compile', TRIES, () => this.#compile(names, caller, store))
      }
    } catch (error) {
      // The platform returns errors of steps as plain errors: only their message is left.
      const refused = error instanceof Refused ? error : new Refused('source-failed', { detail: message(error) })
      await step.do('tell', TRIES, () => store.putAnswer(problem(refused, `/api/compile/${id}`, id).answer))
    }
    await step.do('clean', TRIES, () => store.removeTexts(names.length))
  }

  /** Fetches the sources, then the files that they include, and so on. `names` are the stored ones. Returns whether all are stored. */
  async #fetchAll(names: string[], caller: Caller, store: JobStore, step: WorkflowStep): Promise<boolean> {
    let left = MAX_JOB_TEXT[caller.tier]
    for (let depth = 0; ; depth++) {
      const known = [...names]
      const { missing } = await step.do(`plan ${depth}`, TRIES, () => this.#plan(known, store))
      if (missing === null) return false
      if (missing.length === 0) return true
      checkBounds(depth, names.length + missing.length)
      for (const source of missing) {
        const n = names.length
        const steps = known.length + missing.length + 1
        const limit = left
        const fetched = await step.do(`fetch ${n}`, TRIES, () => this.#fetch(source, n, limit, steps, store))
        if ('refused' in fetched) throw new Refused(fetched.refused, { detail: fetched.detail })
        left -= fetched.bytes
        names.push(source)
      }
    }
  }

  async #plan(names: string[], store: JobStore): Promise<Planned> {
    const planned = plan(await this.#body(names, store))
    if (!('status' in planned)) return { missing: planned.missing }
    await store.putAnswer(planned)
    return { missing: null }
  }

  /** A refusal is a result: only failures are repeated. */
  async #fetch(
    source: string,
    n: number,
    limit: number,
    steps: number,
    store: JobStore,
  ): Promise<{ bytes: number } | { refused: string; detail: string }> {
    try {
      // A restarted job may have it already.
      const kept = await store.textSize(n, source)
      if (kept !== undefined && kept <= limit) return { bytes: kept }
      const { text, bytes } = await fetchText(source, limit, AbortSignal.timeout(DEADLINE_MS))
      await store.putText(n, source, text)
      await store.putProgress({ step: n + 1, steps })
      return { bytes }
    } catch (error) {
      const refused = refusedFor(source, error)
      if (refused.refusal === 'source-failed') throw new Error(refused.detail)
      return { refused: refused.refusal, detail: refused.detail ?? '' }
    }
  }

  async #compile(names: string[], caller: Caller, store: JobStore): Promise<void> {
    const endpoint = find('/api/compile')
    if (endpoint === undefined) throw new Error('the core does not compile')
    const body = await this.#body(names, store)
    const { answer } = await dispatch({ endpoint, body }, caller, this.env, this.ctx)
    // A failed isolate is started again.
    if (answer.status >= 500) throw new Error(`the isolate answered with status ${answer.status}`)
    await store.putAnswer(answer)
  }

  /** The request with the stored texts. */
  async #body(names: string[], store: JobStore): Promise<Uint8Array> {
    const request = JSON.parse(new TextDecoder().decode(await store.request())) as CompileRequest
    const texts = { ...request.preFetchedContent }
    for (const [n, name] of names.entries()) texts[name] = await store.text(n)
    return encode({ ...request, preFetchedContent: texts })
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
