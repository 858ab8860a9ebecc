// @ts-check
// The worker of the page: the core, off the thread that types.

import * as core from './bloqr.js'
import { answer } from './work.js'

self.addEventListener('message', ({ data: question }) => {
  try {
    self.postMessage({ answer: answer(/** @type {any} */ (core), question) })
  } catch (error) {
    self.postMessage({ problem: error instanceof Error ? error.message : String(error) })
  }
})

self.postMessage({ ready: core.version() })
