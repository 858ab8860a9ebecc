// The URLs of lists and webhooks, which are never of private networks.

import { Refused } from '../../refused.ts'
import { refusalOf } from '../../sources/index.ts'

const MAX_URL = 2000

/** The URL as it is fetched: without a fragment, in one spelling. */
export function publicUrl(value: unknown): string {
  if (typeof value !== 'string' || value.length > MAX_URL) {
    throw new Refused('invalid-request', { detail: `\`url\` is a text of at most ${MAX_URL} characters.` })
  }
  let url: URL
  try {
    url = new URL(value)
  } catch {
    throw new Refused('source-refused', { detail: 'this is not a URL' })
  }
  const why = refusalOf(url)
  if (why !== undefined) throw new Refused('source-refused', { detail: why })
  url.hash = ''
  return url.href
}
