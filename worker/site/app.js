// @ts-check
// The page: what is typed goes to the worker, and what the worker answers is shown.

import { fromFragment, toFragment } from './fragment.js'

/** @template {Element} T @param {string} selector @param {new () => T} type @returns {T} */
function find(selector, type) {
  const found = document.querySelector(selector)
  if (!(found instanceof type)) throw new Error(`there is no ${selector}`)
  return found
}

const list = find('#list', HTMLTextAreaElement)
const panel = find('#panel', HTMLElement)
const status = find('#status', HTMLElement)
const file = find('#file', HTMLInputElement)
const tabs = [...document.querySelectorAll('[role=tab]')].filter((it) => it instanceof HTMLButtonElement)
const boxes = [...document.querySelectorAll('#targets input')].filter((it) => it instanceof HTMLInputElement)

let view = 'findings'

// The worker. Only the last question counts: while it works, newer ones replace each other.

const worker = new Worker('./core-worker.js', { type: 'module' })
let isReady = false
/** @typedef {{ text: string } & Record<string, unknown>} Question */
/** The question that the worker works on. @type {Question | undefined} */
let asked
/** The next one. @type {Question | undefined} */
let waiting
/** The text of the answer that is shown. */
let shownText = ''

/** @param {Question} request */
function ask(request) {
  if (asked || !isReady) {
    waiting = request
    return
  }
  asked = request
  waiting = undefined
  worker.postMessage(request)
}

worker.addEventListener('message', ({ data }) => {
  if (data.ready) {
    isReady = true
    return refresh()
  }
  const text = asked?.text ?? ''
  asked = undefined
  if (waiting) return ask(waiting)
  if (data.problem) say(data.problem)
  else show(data.answer, text)
})
worker.addEventListener('error', () => say('The core cannot be loaded: reload the page.'))

function refresh() {
  const text = list.value
  const targets = boxes.filter((it) => it.checked).map((it) => it.value)
  const to = find('#to', HTMLSelectElement).value
  const format = find('#format', HTMLSelectElement).value
  const url = find('#url', HTMLInputElement).value
  ask({ view, text, targets, to, format, url })
}

// What is shown. Texts of lists are only ever put in as text.

/** @param {string} text */
function say(text) {
  status.textContent = text
}

/**
 * @param {string} name
 * @param {(Node | string)[]} children
 * @param {string} [className]
 */
function element(name, children, className = '') {
  const made = document.createElement(name)
  made.className = className
  made.append(...children)
  return made
}

/** @param {string} text @param {() => void} action */
function button(text, action) {
  const made = /** @type {HTMLButtonElement} */ (element('button', [text]))
  made.type = 'button'
  made.addEventListener('click', action)
  return made
}

/** @param {any} answer @param {string} text */
function show(answer, text) {
  shownText = text
  // The answer to a fix.
  if ('fixed' in answer) {
    replace(0, list.value.length, answer.text)
    return say(`${answer.fixed} fixed`)
  }
  if (answer.findings) return showFindings(answer)
  if (answer.matches) return showMatches(answer)
  panel.replaceChildren(element('pre', [answer.shown]), ...(answer.refused ?? []).map(refused))
  if (view === 'tree') say(`${answer.total} rules`)
  if (view === 'convert') say(`${answer.kept} kept, ${answer.changed} changed, ${answer.total} refused`)
  if (view === 'compile') say(`${answer.rules} rules${notExpressed(answer.inexpressible)}`)
}

/** @param {any} answer */
function showFindings({ findings, total, rules }) {
  say(total === 0 ? `No problem in ${rules} rules` : `${total} findings in ${rules} rules`)
  panel.replaceChildren(element('ol', findings.map(finding)))
}

/** @param {any} it */
function finding(it) {
  /** @type {(Node | string)[]} */
  const parts = [
    button(`${it.line}:${it.column}`, () => select(it.start, it.end)),
    element('p', [element('strong', [it.severity]), ` ${it.message}`]),
  ]
  if (it.help) parts.push(element('p', [it.help]))
  const link = /** @type {HTMLAnchorElement} */ (element('a', [it.errorType]))
  link.href = it.url
  parts.push(link)
  if (it.fix) parts.push(' ', button(it.fix.title || 'Fix', () => mend(it.fix.edits)))
  return element('li', parts, it.severity)
}

/** @param {any} answer */
function showMatches({ matches, undecided, total }) {
  say(`${total} rules match`)
  const rule = (/** @type {any} */ it) =>
    element('li', [
      button(`line ${it.line}`, () => selectLine(it.line)),
      ' ',
      element('code', [it.rule]),
      it.unevaluatedModifiers.length > 0 ? element('p', [`not looked at: ${it.unevaluatedModifiers.join(', ')}`]) : '',
    ], it.exception ? 'info' : '')
  panel.replaceChildren(element('ol', matches.map(rule)))
  if (undecided.length > 0) panel.append(element('p', ['Only a browser can say for:']), element('ol', undecided.map(rule)))
}

/** How many rules are not in the list, and why. @param {Record<string, number>} counts */
function notExpressed(counts) {
  const reasons = Object.entries(counts).map(([why, count]) => `${count} ${why}`)
  return reasons.length === 0 ? '' : `; this format cannot express: ${reasons.join(', ')}`
}

/** @param {any} it */
function refused(it) {
  return element('li', [button(`line ${it.line}`, () => selectLine(it.line)), element('p', [it.message])], 'warning')
}

// The list.

/** @param {number} start @param {number} end */
function select(start, end) {
  list.focus()
  list.setSelectionRange(start, end)
  const lines = list.value.slice(0, start).split('\n').length
  const height = list.scrollHeight / list.value.split('\n').length
  list.scrollTop = Math.max(0, (lines - 3) * height)
}

/** @param {number} line */
function selectLine(line) {
  const before = list.value.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, it) => sum + it.length + 1, 0)
  const end = list.value.indexOf('\n', start)
  select(start, end < 0 ? list.value.length : end)
}

/** Replaces a part so that it can be undone. @param {number} start @param {number} end @param {string} text */
function replace(start, end, text) {
  list.focus()
  list.setSelectionRange(start, end)
  // The only way that goes into the history of the browser. It is an `input` event, too.
  const isDone = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
  if (isDone) return
  list.setRangeText(text, start, end, 'end')
  refresh()
}

/** @param {{ start: number, end: number, text: string }[]} edits */
function mend(edits) {
  // The places are those of another text: the findings for this one will come.
  if (list.value !== shownText) return
  for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start)) replace(start, end, text)
}

/** @param {File | null | undefined} chosen */
async function read(chosen) {
  if (!chosen) return
  list.value = await chosen.text()
  refresh()
}

// Events.

list.addEventListener('input', refresh)
list.addEventListener('dragover', (event) => {
  event.preventDefault()
  list.classList.add('over')
})
list.addEventListener('dragleave', () => list.classList.remove('over'))
list.addEventListener('drop', (event) => {
  list.classList.remove('over')
  const dropped = event.dataTransfer?.files[0]
  if (!dropped) return
  event.preventDefault()
  read(dropped)
})
file.addEventListener('change', async () => {
  await read(file.files?.[0])
  // The same file can be opened again.
  file.value = ''
})
find('#open', HTMLButtonElement).addEventListener('click', () => file.click())
find('#share', HTMLButtonElement).addEventListener('click', async () => {
  try {
    location.hash = await toFragment(list.value)
  } catch {
    return say('The list is too long for a link: send it as a file.')
  }
  try {
    await navigator.clipboard.writeText(location.href)
    say('The link is copied')
  } catch {
    say('The address of this page is the link')
  }
})
find('#fix-all', HTMLButtonElement).addEventListener('click', () => {
  ask({ view: 'fix', text: list.value, targets: boxes.filter((it) => it.checked).map((it) => it.value) })
})
for (const it of [...boxes, ...document.querySelectorAll('#settings select, #settings input')]) it.addEventListener('input', refresh)

/** @param {HTMLButtonElement} tab */
function choose(tab) {
  view = tab.id.replace('tab-', '')
  for (const it of tabs) {
    it.setAttribute('aria-selected', String(it === tab))
    it.tabIndex = it === tab ? 0 : -1
  }
  panel.setAttribute('aria-labelledby', tab.id)
  panel.replaceChildren()
  settings()
  refresh()
}

function settings() {
  for (const it of document.querySelectorAll('[data-view]')) {
    if (it instanceof HTMLElement) it.hidden = it.dataset.view !== view
  }
}

tabs.forEach((tab, n) => {
  tab.addEventListener('click', () => choose(tab))
  tab.addEventListener('keydown', ({ key }) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(n + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    next.focus()
    choose(next)
  })
})

settings()
const shared = await fromFragment(location.hash)
if (shared !== undefined) {
  list.value = shared
  refresh()
}
