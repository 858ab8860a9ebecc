// The limits of fetching the sources of one request.

import type { Tier } from '../env.ts'

/** Sources and the files that they include, together. */
export const MAX_SOURCES = 100

/** How deep files can include each other. */
export const MAX_DEPTH = 10

export const MAX_REDIRECTS = 5

/** For all sources together. */
export const DEADLINE_MS = 30_000

/** Workers have six connections at a time. */
export const AT_ONCE = 6

/** The text of one request, in bytes, with what the worker fetches. More is work for the Workflow. */
export const MAX_AT_ONCE = 4 << 20

/** The text of one list, in bytes. An isolate can hold no more than 12 MiB of text with its answer. */
export const MAX_JOB_TEXT: Record<Tier, number> = {
  anonymous: 0,
  free: 4 << 20,
  payg: 8 << 20,
  pro: 12 << 20,
  vendor: 12 << 20,
  admin: 12 << 20,
  enterprise: 12 << 20,
}
