// How isolates are shared: `ISOLATES` of wrangler.toml. Docs: docs/worker.md, "What it costs".

import { version } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { sha256 } from '../hash.ts'
import { Recent } from '../recent.ts'
import type { DynamicWorkerLoader, IsolateUse } from './types.ts'

/** The value of `ISOLATES`; every other one means a fresh isolate for each request. */
const TENANT = 'tenant'

export function useOf({ ISOLATES }: Env): IsolateUse {
  return ISOLATES === TENANT ? 'tenant' : 'fresh'
}

/** Gets isolates for one request. */
export interface Supply {
  use: IsolateUse
  get(): Promise<WorkerStub>
  /** The isolate has failed: the user's next `get` gives another one. */
  replace(): void
}

/** A fresh isolate, or the one of the caller and this build, which only the caller's requests use. */
export function supplyOf(
  loader: DynamicWorkerLoader,
  path: string,
  { user }: Caller,
  env: Env,
  code: (id: string) => WorkerLoaderWorkerCode,
  id: string,
): Supply {
  const use = useOf(env)
  if (use === 'fresh') return { use, get: async () => loader.load(code(id)), replace() {} }
  const { core, tables } = version()
  const tenant = JSON.stringify([path, user, env.CF_VERSION_METADATA?.id, core, tables])
  return {
    use,
    async get() {
      const name = await sha256(tenant + (replaced.get(tenant) ?? ''))
      // What it logs belongs to no one request.
      return loader.get(name, () => Promise.resolve(code(`tenant-${name.slice(0, 16)}`)))
    },
    replace() {
      replaced.set(tenant, crypto.randomUUID())
    },
  }
}

/** What makes the name of an isolate another one, after one has failed: by the name's other parts. */
const replaced = new Recent<string>(60 * 60 * 1000, 10_000)
