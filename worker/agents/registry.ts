// The agents, and how each one is reached. The names are those of the guide.

import { TIERS, type Tier } from '../env.ts'

export interface AgentRegistryEntry {
  /** The name in paths: `/agents/rules-agent/me`. */
  readonly slug: string
  /** The binding of its Durable Objects: `agentNameToBindingKey(slug)`. */
  readonly bindingKey: string
  readonly displayName: string
  readonly description: string
  readonly requiredTier: Tier
  /** Our API keys have no scopes, so nothing can be required of them. */
  readonly requiredScopes: readonly string[]
  readonly enabled: boolean
  /** `dynamic-worker`: in an isolate of LOADER, else in the worker. The others: only in the worker. */
  readonly transport: 'websocket' | 'sse' | 'dynamic-worker'
  /** The class in `isolate/agent.js` that has the user's data. In the worker it is called `Inline…`. */
  readonly deskClass: 'RulesDesk' | 'WatchDesk'
}

export const AGENT_REGISTRY: readonly AgentRegistryEntry[] = [
  {
    slug: 'rules-agent',
    bindingKey: 'RULES_AGENT',
    displayName: 'Draft desk',
    description: 'An unpublished list, checked after each edit, in several places at once',
    requiredTier: 'free',
    requiredScopes: [],
    enabled: true,
    transport: 'dynamic-worker',
    deskClass: 'RulesDesk',
  },
  {
    slug: 'watch-agent',
    bindingKey: 'WATCH_AGENT',
    displayName: 'Watch',
    description: 'Published lists, fetched again and again: reports what changed for the worse',
    requiredTier: 'free',
    requiredScopes: [],
    enabled: true,
    transport: 'dynamic-worker',
    deskClass: 'WatchDesk',
  },
]

/** `rules-agent` → `RULES_AGENT` */
export function agentNameToBindingKey(slug: string): string {
  return slug.replaceAll('-', '_').toUpperCase()
}

/** The entry of an agent that can be used. */
export function agentOf(slug: string): AgentRegistryEntry | undefined {
  return AGENT_REGISTRY.find((it) => it.slug === slug && it.enabled)
}

/** All mistakes in a registry. `exported` has the names that the worker exports. */
export function validateAgentRegistry(
  registry: readonly AgentRegistryEntry[] = AGENT_REGISTRY,
  exported?: readonly string[],
): string[] {
  const mistakes: string[] = []
  const seen = new Set<string>()
  for (const entry of registry) {
    const { slug, bindingKey, transport, requiredTier, requiredScopes, deskClass } = entry
    const say = (what: string) => mistakes.push(`${slug}: ${what}`)
    if (!SLUG.test(slug)) say('a slug has words of a-z and 0-9 with hyphens between them')
    if (seen.has(slug)) say('the slug is not unique')
    seen.add(slug)
    const key = agentNameToBindingKey(slug)
    if (bindingKey !== key) say(`bindingKey is ${bindingKey}, and has to be ${key}`)
    if (!TRANSPORTS.has(transport)) say(`there is no transport ${transport}`)
    if (!Object.hasOwn(TIERS, requiredTier)) say(`there is no tier ${requiredTier}`)
    if (requiredScopes.length > 0) say('no key has scopes, so nobody could use it')
    if (exported !== undefined && !exported.includes(`Inline${deskClass}`)) say(`the worker does not export Inline${deskClass}`)
  }
  return mistakes
}

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const TRANSPORTS = new Set<string>(['websocket', 'sse', 'dynamic-worker'])
