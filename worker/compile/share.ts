// Equal requests at the same time share one run, within one instance of the worker.

import type { Dispatched } from '../dispatch.ts'

/** How long a request waits for the run of another request before it starts its own. */
const MAX_WAIT_MS = 10_000

interface Run {
  result: Promise<Dispatched>
  since: number
}

const runs = new Map<string, Run>()

/** The result of the run with this key, or of `work`. Only successes are shared. */
export async function share(
  key: string,
  ctx: ExecutionContext,
  work: () => Promise<Dispatched>,
): Promise<{ run: Dispatched; isShared: boolean }> {
  forget()
  const other = runs.get(key)
  if (other !== undefined) {
    const run = await Promise.race([other.result.catch(() => undefined), scheduler.wait(MAX_WAIT_MS)])
    if (run?.answer.status === 200) return { run, isShared: true }
  }
  const mine = { result: work(), since: Date.now() }
  runs.set(key, mine)
  // The run continues when its client is gone, because others wait for it.
  ctx.waitUntil(mine.result.catch(() => undefined))
  try {
    return { run: await mine.result, isShared: false }
  } finally {
    if (runs.get(key) === mine) runs.delete(key)
  }
}

/** Drops runs that no request waits for: the platform may have ended them silently. */
function forget(): void {
  const oldest = Date.now() - MAX_WAIT_MS
  for (const [key, { since }] of runs) {
    if (since < oldest) runs.delete(key)
  }
}
