// @ts-check
// The draft desk: a user's unpublished list.

import { Desk } from './desk.js'

export class RulesDesk extends Desk {
  /** @override @type {Record<string, import('./desk.js').Method>} */
  methods = {}

  state() {
    return this.attempt(() => ({ rev: 0, settled: true }))
  }
}
