// Which URLs the worker fetches for a user: https, with public host names.
//
// The addresses of a name are not visible here: docs/worker.md says who checks them.

import { PRIVATE_ALLOWED } from './private.ts'

/** Why this URL is not fetched; `undefined` when it is allowed. */
export function refusalOf(url: URL): string | undefined {
  if (PRIVATE_ALLOWED) return undefined
  if (url.protocol !== 'https:') return 'only https is fetched: write https:// in front of the address'
  if (url.username !== '' || url.password !== '') return 'a source cannot have a user name or a password'
  return refusalOfHost(url.hostname)
}

/** URLs write all notations of an IPv4 address (`0x7f.1`, `2130706433`, `１２７.0.0.1`) as four numbers. */
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/

function refusalOfHost(hostname: string): string | undefined {
  const host = hostname.replace(/\.$/, '')
  // All IP addresses are refused, so no table of private ones is needed.
  if (host.startsWith('[') || IPV4.test(host)) return 'a source needs a name, not an IP address'
  const labels = host.split('.')
  if (labels.length < 2 || NOT_PUBLIC.has(labels.at(-1) ?? '') || host.endsWith('.home.arpa')) {
    return `${host} is not a name of the public internet`
  }
  return undefined
}

/** Top-level names that networks of homes, offices and clouds use, or that are reserved (RFC 6761, 6762, 7686, 9476). */
const NOT_PUBLIC = new Set([
  'alt',
  'corp',
  'example',
  'home',
  'internal',
  'intranet',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'onion',
  'private',
  'test',
])
