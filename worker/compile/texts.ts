// The texts of a compilation: those in the request, and those that the worker fetches.

import { plan, type Answer } from '../core.ts'
import { checkBounds, Fetching, type Listener } from '../sources/index.ts'

/** The fields that the worker reads and adds; the core has checked them. */
export interface CompileRequest {
  configuration: object
  preFetchedContent?: Record<string, string>
  /** For the header of the list: ISO 8601. */
  date?: string
}

export interface Collected {
  /** The request with all texts in it. */
  body: Uint8Array
  /** Everything that determines the result, without the texts. */
  canonical: string
  texts: Record<string, string>
}

/** The request with the texts of all its sources, or the core's problem document. */
export async function collect(
  request: CompileRequest,
  limit: number,
  listener?: Listener,
): Promise<Collected | Answer> {
  const fetching = new Fetching(limit, listener)
  // A text can include others, which are known only when the text is fetched.
  for (let depth = 0; ; depth++) {
    const texts = { ...request.preFetchedContent, ...fetching.texts }
    const planned = plan(encode({ ...request, preFetchedContent: texts }))
    if ('status' in planned) return planned
    const { missing, canonical } = planned
    if (missing.length === 0) {
      const date = request.date ?? new Date().toISOString()
      return { body: encode({ ...request, preFetchedContent: texts, date }), canonical, texts }
    }
    checkBounds(depth, fetching.count + missing.length)
    await fetching.add(missing)
  }
}

export function encode(request: CompileRequest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(request))
}
