// @ts-check
// Asks the core in its worker. One question at a time; of those about what is on the screen only the newest counts.

/** How long the worker may think about something that nobody waits for any more, in ms. */
const PATIENCE = 5000

/** @typedef {{ question: import('./work.js').Question, isLive: boolean, since: number, resolve: (answer: any) => void, reject: (error: Error) => void }} Job */

/** None when it could not be loaded. @type {Worker | undefined} */
let worker
let isReady = false
/** @type {Job | undefined} */
let current
/** @type {Job[]} */
let waiting = []

start()

/** The answer; `undefined` when a newer question took the place of this one. @param {import('./work.js').Question} question */
export function ask(question, isLive = true) {
  return new Promise((resolve, reject) => {
    if (isLive) {
      for (const it of waiting.filter((it) => it.isLive)) it.resolve(undefined)
      waiting = waiting.filter((it) => !it.isLive)
      if (current?.isLive) giveUp(current)
    }
    waiting.push({ question, isLive, since: 0, resolve, reject })
    if (!worker) start()
    next()
  })
}

/** What is said when the core cannot be had: a backend on one's own machine may lack it. */
export const UNLOADED = 'The core cannot be loaded. Reload the page; when you run bloqr dev, build the page: js/build.sh && worker/build-site.sh'

function start() {
  isReady = false
  worker = new Worker('./core-worker.js', { type: 'module' })
  worker.addEventListener('message', ({ data }) => {
    if (data.ready) {
      isReady = true
    } else {
      const job = current
      current = undefined
      if (data.problem === undefined) job?.resolve(data.answer)
      else job?.reject(new Error(data.problem))
    }
    next()
  })
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    if (isReady) return again('The core failed, and was started again. Change the list to ask it once more.')
    // The next question tries it again: the network may be back.
    worker?.terminate()
    worker = undefined
    for (const it of waiting) it.reject(new Error(UNLOADED))
    waiting = []
  })
}

function next() {
  if (!isReady || current) return
  current = waiting.shift()
  if (!current) return
  current.since = performance.now()
  worker?.postMessage(current.question)
}

/** Ends the worker, and what it does. @param {string} why */
function again(why) {
  worker?.terminate()
  const job = current
  current = undefined
  start()
  job?.reject(new Error(why))
}

/** A newer question waits for this one: that may take a while, but not for ever. @param {Job} job */
function giveUp(job) {
  setTimeout(() => {
    if (current !== job) return
    job.resolve(undefined)
    again('')
  }, Math.max(0, job.since + PATIENCE - performance.now()))
}
