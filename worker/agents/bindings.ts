// All that an agent sees of the worker's bindings. Each knows its user, and gives access to nothing else.

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Env } from '../env.ts'

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

const MAX_KEY = 256
const MAX_VALUE = 1 << 20
const KEPT_SECONDS = 24 * 60 * 60

/** A cache for each user. */
export class AgentCache extends WorkerEntrypoint<Env, Props> {
  async get(key: string): Promise<string | null> {
    return (await this.env.COMPILATION_CACHE?.get(this.#own(key))) ?? null
  }

  async put(key: string, value: string): Promise<void> {
    if (typeof value !== 'string' || value.length > MAX_VALUE) throw new RangeError('the value is no text, or too long')
    await this.env.COMPILATION_CACHE?.put(this.#own(key), value, { expirationTtl: KEPT_SECONDS })
  }

  #own(key: string): string {
    if (typeof key !== 'string' || key.length > MAX_KEY) throw new RangeError('the key is no text, or too long')
    return `agent:${encodeURIComponent(this.ctx.props.user)}:${key}`
  }
}

/** Counts what an agent does, by the name of the user. */
export class AgentMetrics extends WorkerEntrypoint<Env, Props> {
  async count(name: string): Promise<void> {
    this.env.METRICS?.writeDataPoint({ indexes: [this.ctx.props.user.slice(0, 32)], blobs: [String(name).slice(0, 32)], doubles: [1] })
  }
}
