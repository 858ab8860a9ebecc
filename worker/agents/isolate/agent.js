// @ts-check
// The main module of the isolate of a user's agents, given to the loader as text. Without LOADER, the
// worker imports it. A main module exports classes and nothing else.

export { RulesDesk } from './rules.js'
export { WatchDesk } from './watch.js'
