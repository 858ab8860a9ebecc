// The agents' own classes in the worker, where no isolate keeps them in: they get no more bindings than there.

import type { Env } from '../env.ts'
import { safeBindings } from './bindings.ts'
import { RulesDesk, WatchDesk } from './isolate/agent.js'

export class InlineRulesDesk extends RulesDesk {
  constructor(ctx: DurableObjectState<{ user: string }>, env: Env) {
    super(ctx, safeBindings(ctx.exports, env, ctx.props.user))
  }
}

export class InlineWatchDesk extends WatchDesk {
  constructor(ctx: DurableObjectState<{ user: string }>, env: Env) {
    super(ctx, safeBindings(ctx.exports, env, ctx.props.user))
  }
}
