// The Workflow of large compilations. Each step leaves its result in the bucket, so that a step that
// fails, or a worker that ends between two steps, repeats no other step.

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers'
import { find, plan } from '../core.ts'
import { dispatchWhole } from '../dispatch.ts'
import type { Caller, Env } from '../env.ts'
import { logFailure } from '../log.ts'
import { Refused } from '../refused.ts'
import { problem } from '../reply.ts'
import { checkBounds, DEADLINE_MS, fetchText, MAX_JOB_TEXT, refusedFor } from '../sources/index.ts'
import type { Trace } from '../visit.ts'
import { JobStore } from './store.ts'
import { encode, type CompileRequest } from './texts.ts'

export interface Job {
  caller: Caller
}

/** A step is tried four times: after 1, 2 and 4 seconds. */
const TRIES = { retries: { limit: 3, delay: 1000, backoff: 'exponential' } } as const

/** A text that was fetched; `includes` is `null` when the core refuses it, which is the answer. */
type Fetched = { bytes: number; includes: string[] | null }

/** A refusal is a result of a step: only failures are tried again. */
type RefusedText = { refused: string; detail: string }

export class CompileWorkflow extends WorkflowEntrypoint<Env, Job> {
  async run({ payload: { caller }, instanceId: id }: Readonly<WorkflowEvent<Job>>, step: WorkflowStep): Promise<void> {
    if (this.env.COMPILATIONS === undefined) throw new Error('COMPILATIONS is not bound')
    const store = new JobStore(id, this.env.COMPILATIONS)
    const names: string[] = []
    try {
      if (await this.#fetchAll(names, caller, store, step)) {
        await step.do('compile', TRIES, () => this.#compile(names, caller, store, traceOf(id)))
      }
    } catch (error) {
      await step.do('tell', TRIES, () => store.putAnswer(problem(refusedBy(error), `/api/compile/${id}`, traceOf(id).failed).answer))
    }
    await step.do('clean', TRIES, () => store.removeTexts(names.length))
  }

  /** Fetches the sources, then the files that they include, and so on. `names` are the stored ones. Returns whether all are stored. */
  async #fetchAll(names: string[], caller: Caller, store: JobStore, step: WorkflowStep): Promise<boolean> {
    let left = MAX_JOB_TEXT[caller.tier]
    let missing = await step.do('plan', TRIES, async () => this.#missing(await requestOf(store), store))
    for (let depth = 0; missing !== null && missing.length > 0; depth++) {
      checkBounds(depth, names.length + missing.length)
      const steps = names.length + missing.length + 1
      const included = new Set<string>()
      for (const source of missing) {
        const n = names.length
        const limit = left
        const fetched = await step.do(`fetch ${n}`, TRIES, () => this.#fetch(source, n, limit, steps, store))
        if ('refused' in fetched) throw new Refused(fetched.refused, { detail: fetched.detail })
        if (fetched.includes === null) return false
        left -= fetched.bytes
        names.push(source)
        fetched.includes.forEach((it) => included.add(it))
      }
      missing = [...included].filter((it) => !names.includes(it))
    }
    return missing !== null
  }

  async #fetch(source: string, n: number, limit: number, steps: number, store: JobStore): Promise<Fetched | RefusedText> {
    // A job that was started again has it already.
    const kept = await store.text(n, source, limit)
    const fetched = kept ?? (await fetchFor(source, limit))
    if ('refused' in fetched) return fetched
    const { text, bytes } = fetched
    const includes = await this.#includes(source, text, store)
    if (kept === undefined) await store.putText(n, source, text, bytes)
    await store.putProgress({ step: n + 1, steps })
    return { bytes, includes }
  }

  /**
   * What this text includes that the request has not. It is read alone: all texts at once, as text and
   * as a request, would not fit into the memory of the worker.
   */
  async #includes(source: string, text: string, store: JobStore): Promise<string[] | null> {
    // The core refuses a source that is empty; an included file may be.
    if (text.trim() === '') return []
    const { preFetchedContent } = await requestOf(store)
    const configuration = { name: source, sources: [{ source }] }
    return this.#missing({ configuration, preFetchedContent: { ...preFetchedContent, [source]: text } }, store)
  }

  /** The names of the texts that this request has not; `null` when the core refuses it, which is the answer. */
  async #missing(request: CompileRequest, store: JobStore): Promise<string[] | null> {
    const planned = plan(encode(request))
    if (!('status' in planned)) return planned.missing
    await store.putAnswer(planned)
    return null
  }

  async #compile(names: string[], caller: Caller, store: JobStore, trace: Trace): Promise<void> {
    const endpoint = find('/api/compile')
    if (endpoint === undefined) throw new Error('the core does not compile')
    const body = await store.body(await requestOf(store), names)
    const { answer } = await dispatchWhole({ endpoint, body }, caller, this.env, this.ctx, trace)
    // A failed isolate is started again.
    if (answer.status >= 500) throw new Error(`the isolate answered with status ${answer.status}`)
    await store.putAnswer(answer)
  }
}

/** A job has no request: its own id is in the log. */
function traceOf(id: string): Trace {
  return { id, failed: (error) => logFailure('a job failed', error, id) }
}

async function requestOf(store: JobStore): Promise<CompileRequest> {
  return JSON.parse(new TextDecoder().decode(await store.request())) as CompileRequest
}

/** What the message of an error begins with when a source failed. */
const SOURCE_FAILED = 'source-failed: '

async function fetchFor(source: string, limit: number): Promise<{ text: string; bytes: number } | RefusedText> {
  try {
    return await fetchText(source, limit, AbortSignal.timeout(DEADLINE_MS))
  } catch (error) {
    const refused = refusedFor(source, error)
    if (refused.refusal === 'source-failed') throw new Error(SOURCE_FAILED + refused.detail)
    return { refused: refused.refusal, detail: refused.detail ?? '' }
  }
}

/** Why a job failed. The platform returns errors of steps as plain errors: only their message is left. */
function refusedBy(error: unknown): Refused {
  if (error instanceof Refused) return error
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith(SOURCE_FAILED)) return new Refused('source-failed', { detail: message.slice(SOURCE_FAILED.length) })
  // The messages of the platform can contain addresses, so they are only in the log.
  return new Refused('unavailable', { detail: 'A step of the job failed four times: send the request again.', cause: error })
}
