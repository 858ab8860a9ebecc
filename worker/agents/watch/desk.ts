// The facet of `watch-agent`, as its host calls it: `isolate/watch.js` has the methods.

import type { Tags } from '../../sources/index.ts'
import type { Called, Desk } from '../facet.ts'

/** What the facet has to know of a look, since it has no clock of its own. Times are in ms. */
export interface Moment {
  now: number
  /** The length of an hour of `everyHours`. */
  hour: number
  /** How long the first retry waits. */
  retry: number
  /** From 0 to 1: spreads looks, which should not all happen at the same time. */
  jitter: number
}

/** A list to look at. */
export interface Task {
  id: number
  url: string
  /** Of the last answer; without them, the whole text is needed. */
  tags: Tags
}

/** A report, as clients and webhooks get it. */
export interface Report {
  id: number
  url: string
  at: number
}

export interface WatchDesk extends Desk {
  add(url: string, everyHours: unknown, now: number): Promise<Called>
  remove(url: string): Promise<Called>
  task(now: number, url?: string): Promise<Called>
  look(id: number, moment: Moment, tags: Tags, text: ReadableStream<Uint8Array>): Promise<Called>
  unchanged(id: number, moment: Moment): Promise<Called>
  failed(id: number, moment: Moment, why: string): Promise<Called>
  postpone(id: number, next: number): Promise<void>
  next(): Promise<number | null>
  newest(): Promise<number>
  reportAfter(id: number): Promise<Report | null>
}
