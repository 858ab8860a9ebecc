// The host of `rules-agent`, the draft desk.

import { AgentHost } from './host.ts'

export class RulesAgent extends AgentHost {
  protected override readonly slug = 'rules-agent'
}
