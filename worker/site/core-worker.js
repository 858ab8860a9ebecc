// @ts-check
// The worker of the page: the core, off the thread that types.

import * as core from './bloqr.js'
import { answer } from './work.js'

self.addEventListener('message', ({ data: request }) => {
  try {
    self.postMessage({ answer: answer(/** @type {any} */ (core), request) })
  } catch (error) {
    self.postMessage({ problem: error instanceof Error ? error.message : String(error) })
  }
})

self.postMessage({ ready: core.version() })
