// All that an agent sees of the worker's bindings. Each knows its user, and gives access to nothing else.

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { getOwn, putOwn } from '../user-cache.ts'

interface Props {
  user: string
}

/** The bindings of an agent. What the worker does not have is left out. */
export interface DynamicWorkerSafeBindings {
  COMPILATION_CACHE?: Service<AgentCache>
  METRICS?: Service<AgentMetrics>
}

export function safeBindings(exports: Cloudflare.Exports, env: Env, user: string): DynamicWorkerSafeBindings {
  const props: Props = { user }
  return {
    ...(env.COMPILATION_CACHE === undefined ? {} : { COMPILATION_CACHE: exports.AgentCache({ props }) }),
    ...(env.METRICS === undefined ? {} : { METRICS: exports.AgentMetrics({ props }) }),
  }
}

/** A cache for each user. */
export class AgentCache extends WorkerEntrypoint<Env, Props> {
  async get(key: string): Promise<string | null> {
    return getOwn({ kind: 'agent', user: this.ctx.props.user }, key, this.env)
  }

  async put(key: string, value: string): Promise<void> {
    await putOwn({ kind: 'agent', user: this.ctx.props.user }, key, value, this.env)
  }
}

/** Counts what an agent does, by the name of the user. */
export class AgentMetrics extends WorkerEntrypoint<Env, Props> {
  async count(name: string): Promise<void> {
    this.env.METRICS?.writeDataPoint({ indexes: [this.ctx.props.user.slice(0, 32)], blobs: [String(name).slice(0, 32)], doubles: [1] })
  }
}
