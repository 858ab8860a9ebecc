// Fetches one source: redirects, size and time are limited, and each URL is checked.

import { read } from '../bytes.ts'
import { Refused } from '../refused.ts'
import { MAX_REDIRECTS } from './limits.ts'
import { refusalOf } from './public.ts'

/** A source that is not fetched, and why. */
export class SourceError extends Refused {
  constructor(refusal: 'source-refused' | 'source-failed' | 'sources-too-large', source: string, why: string) {
    super(refusal, { detail: `${source}: ${why}` })
  }
}

export interface Fetched {
  text: string
  bytes: number
}

/** The text of a source. Reads at most `limit` bytes. */
export async function fetchText(source: string, limit: number, signal: AbortSignal): Promise<Fetched> {
  const response = await follow(source, signal)
  const fail = async (why: string): Promise<never> => {
    await response.body?.cancel()
    throw new SourceError('source-failed', source, why)
  }
  if (response.status !== 200) return fail(`the server answered with status ${response.status}`)
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    return fail('the server answered with a web page instead of a list')
  }
  const bytes = await read(response, limit)
  if (bytes === undefined) throw tooLarge(source)
  return { text: decode(source, bytes), bytes: bytes.length }
}

/** What an answer says of its version, to ask for a newer one only. */
export interface Tags {
  etag?: string
  /** `Last-Modified` */
  modified?: string
}

export interface Opened extends Tags {
  /** `undefined` when the text is the one with the known tags. */
  body: ReadableStream<Uint8Array> | undefined
}

/** Asks for a source that may be known already. Its bytes are not read or checked. */
export async function openSource(source: string, known: Tags, signal: AbortSignal): Promise<Opened> {
  const ask: Record<string, string> = {}
  if (known.etag !== undefined) ask['If-None-Match'] = known.etag
  if (known.modified !== undefined) ask['If-Modified-Since'] = known.modified
  const response = await follow(source, signal, ask)
  const isKnown = response.status === 304 && Object.keys(ask).length > 0
  if (isKnown || response.status !== 200) await response.body?.cancel()
  if (isKnown) return { ...known, body: undefined }
  if (response.status !== 200) throw new SourceError('source-failed', source, `the server answered with status ${response.status}`)
  const tag = (name: string) => response.headers.get(name)?.slice(0, MAX_TAG)
  const [etag, modified] = [tag('etag'), tag('last-modified')]
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(modified === undefined ? {} : { modified }),
    body: response.body ?? new Blob().stream(),
  }
}

/** A longer tag is cut off, and then never equal. */
const MAX_TAG = 1000

export function tooLarge(source: string): SourceError {
  return new SourceError('sources-too-large', source, 'with it, the sources are larger than allowed')
}

/** Asks for the source, and follows redirects. */
async function follow(source: string, signal: AbortSignal, ask: Record<string, string> = {}): Promise<Response> {
  let url = parse(source, source)
  for (let redirects = 0; ; redirects++) {
    const why = refusalOf(url)
    if (why !== undefined) {
      const from = redirects > 0 ? `redirected to ${url.href}: ` : ''
      throw new SourceError('source-refused', source, from + why)
    }
    // The platform must not follow redirects, so that each target is checked first.
    const response = await fetch(url, { redirect: 'manual', headers: { ...HEADERS, ...ask }, signal })
    const location = response.headers.get('location')
    if (!REDIRECTS.has(response.status) || location === null) return response
    await response.body?.cancel()
    if (redirects === MAX_REDIRECTS) {
      throw new SourceError('source-failed', source, `more than ${MAX_REDIRECTS} redirects`)
    }
    url = parse(location, source, url)
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

const HEADERS = { Accept: 'text/plain, */*;q=0.1', 'User-Agent': 'bloqr-backend' }

function parse(text: string, source: string, base?: URL): URL {
  try {
    return new URL(text, base)
  } catch {
    throw new SourceError('source-refused', source, 'this is not a URL')
  }
}

/** Other encodings are refused: replaced characters would silently change rules. */
function decode(source: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new SourceError('source-failed', source, 'the text is not UTF-8')
  }
}
