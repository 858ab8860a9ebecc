// Compilations that are too large for one request: the Workflow runs them, and clients ask for them by id.

import { derive, refuse, version, type Answer } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { sha256 } from '../hash.ts'
import { Refused } from '../refused.ts'
import { ask } from '../within.ts'
import { JobStore } from './store.ts'
import type { CompileRequest } from './texts.ts'
import type { Job } from './workflow.ts'

export const JOBS = '/api/compile/'

/** For this time, equal requests of a user are one job. */
const SAME_JOB_MS = 60 * 60 * 1000

/** Starts the job, or finds the one that an equal request started. */
export async function startJob(caller: Caller, body: Uint8Array, env: Env): Promise<Answer> {
  const { COMPILE_WORKFLOW, COMPILATIONS } = env
  if (COMPILE_WORKFLOW === undefined || COMPILATIONS === undefined) {
    throw new Refused('sources-too-large', { detail: NO_WORKFLOW })
  }
  const { core, tables } = version()
  const hour = Math.floor(Date.now() / SAME_JOB_MS)
  const id = await sha256(JSON.stringify([caller.user, core, tables, await sha256(body), hour]))
  const store = new JobStore(id, COMPILATIONS)
  await answered(async () => {
    if (!(await store.isStarted())) await store.start(caller.user, dated(body))
    try {
      await COMPILE_WORKFLOW.create({ id, params: { caller } })
    } catch {
      // A job with this id exists: continue it.
      await wake(await COMPILE_WORKFLOW.get(id), store)
    }
  })
  return { status: 202, body: derive('job', encode({ id, status: 'queued', step: 0, steps: 0 })) }
}

/** The request with the time of now, if it has none: the steps of a job all see the same. */
function dated(body: Uint8Array): Uint8Array {
  const request = JSON.parse(new TextDecoder().decode(body)) as CompileRequest
  return encode({ ...request, date: request.date ?? new Date().toISOString() })
}

/** Starts a job again that has failed or stands still. What it has fetched is still there. */
async function wake(instance: WorkflowInstance, store: JobStore): Promise<void> {
  const { status } = await instance.status()
  const hasFailed = (await store.hasFailed()) || status === 'errored' || status === 'terminated'
  const isRunning = status === 'running' || status === 'waiting'
  const isStill = isRunning && Date.now() - (await store.lastChange()) > STILL_MS
  if (!hasFailed && !isStill) return
  await store.removeAnswer()
  await instance.restart()
}

/** Longer than any step with all its attempts. */
const STILL_MS = 10 * 60 * 1000

const NO_WORKFLOW =
  'The sources are too large for one request, and this backend has no Workflow for them (COMPILE_WORKFLOW and COMPILATIONS are not bound).'

/** The progress of the job, or its answer. A job of another user is not found. */
export async function job(id: string, caller: Caller, env: Env): Promise<Answer> {
  const { COMPILE_WORKFLOW, COMPILATIONS } = env
  if (!ID.test(id) || COMPILE_WORKFLOW === undefined || COMPILATIONS === undefined) throw new Refused('not-found')
  return answered(() => progress(id, new JobStore(id, COMPILATIONS), COMPILE_WORKFLOW, caller))
}

async function progress(id: string, store: JobStore, jobs: Workflow<Job>, caller: Caller): Promise<Answer> {
  if ((await store.user()) !== caller.user) throw new Refused('not-found')
  const answer = await store.answer()
  if (answer !== undefined) return answer
  const instance = await jobs.get(id)
  const { status } = await instance.status()
  if (status === 'errored' || status === 'terminated') return refuse('core-failed', { instance: JOBS + id })
  return { status: 200, body: derive('job', encode({ id, status, ...(await store.progress()) })) }
}

/** The bucket and the Workflow, or the refusal. */
function answered<T>(work: () => Promise<T>): Promise<T> {
  return ask('Jobs cannot be looked up', work, (it): it is T => true, JOB_MS)
}

/** The answer of a job is long. */
const JOB_MS = 10_000

const ID = /^[0-9a-f]{64}$/

function encode(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}
