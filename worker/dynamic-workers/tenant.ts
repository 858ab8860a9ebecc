// How isolates are shared: `ISOLATES` of wrangler.toml. Docs: docs/worker.md, "What it costs".

import { version } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { sha256 } from '../hash.ts'
import type { DynamicWorkerLoader, IsolateUse } from './types.ts'

/** The value of `ISOLATES`; every other one means a fresh isolate for each request. */
const TENANT = 'tenant'

export function useOf({ ISOLATES }: Env): IsolateUse {
  return ISOLATES === TENANT ? 'tenant' : 'fresh'
}

/**
 * Gets an isolate that this code runs in: a fresh one, or the one of the caller and this build, which only the
 * caller's requests use.
 */
export async function isolateOf(
  loader: DynamicWorkerLoader,
  path: string,
  { user }: Caller,
  env: Env,
  code: (id: string) => WorkerLoaderWorkerCode,
  id: string,
): Promise<WorkerStub> {
  if (useOf(env) === 'fresh') return loader.load(code(id))
  const { core, tables } = version()
  const name = await sha256(JSON.stringify([path, user, env.CF_VERSION_METADATA?.id, core, tables]))
  // What it logs belongs to no one request.
  return loader.get(name, () => Promise.resolve(code(`tenant-${name.slice(0, 16)}`)))
}
