// The code of the agents: the same modules run in an isolate and, without one, in the worker.

import { version, wasm } from '../core.ts'
import { LIMITS, RUNTIME } from '../dynamic-workers/limits.ts'
import type { Env } from '../env.ts'
import type { DynamicWorkerSafeBindings } from './bindings.ts'
import { hash } from './identity.ts'
import doors from '../doors.js?text'
import agent from './isolate/agent.js?text'
import bytes from './isolate/bytes.js?text'
import core from './isolate/core.js?text'
import desk from './isolate/desk.js?text'
import draft from './isolate/draft.js?text'
import rules from './isolate/rules.js?text'
import sql from './isolate/sql.js?text'
import store from './isolate/store.js?text'
import watch from './isolate/watch.js?text'
import watchStore from './isolate/watch-store.js?text'

const SOURCES = {
  'doors.js': doors,
  'agents/isolate/agent.js': agent,
  'agents/isolate/bytes.js': bytes,
  'agents/isolate/core.js': core,
  'agents/isolate/desk.js': desk,
  'agents/isolate/draft.js': draft,
  'agents/isolate/rules.js': rules,
  'agents/isolate/sql.js': sql,
  'agents/isolate/store.js': store,
  'agents/isolate/watch.js': watch,
  'agents/isolate/watch-store.js': watchStore,
}

/** All agents of a user run in one isolate. */
export function agentWorker(env: DynamicWorkerSafeBindings, tails: Fetcher[]): WorkerLoaderWorkerCode {
  return {
    ...RUNTIME,
    mainModule: 'agents/isolate/agent.js',
    modules: { ...SOURCES, 'core.wasm': wasm },
    env,
    globalOutbound: null,
    limits: LIMITS,
    tails,
  }
}

let known: string | undefined

/** Changes with the code, the core and each deployment. */
export async function codeVersion(env: Env): Promise<string> {
  if (known === undefined) {
    const { core, tables } = version()
    known = (await hash(JSON.stringify([SOURCES, core, tables, env.CF_VERSION_METADATA?.id]))).slice(0, 16)
  }
  return known
}

/** The guide's `agent-{userId}`, in letters that no user can choose. */
export async function makeAgentWorkerId(user: string): Promise<string> {
  return `agent-${(await hash(user)).slice(0, 32)}`
}
