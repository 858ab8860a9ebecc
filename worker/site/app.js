// @ts-check
// The page: what is typed goes to the core, and what the core answers is shown.

import { UNLOADED, ask } from './ask.js'
import { disable, fill, find } from './dom.js'
import * as editor from './editor.js'
import { fromFragment, toFragment } from './fragment.js'
import * as views from './views.js'

const panel = find('#panel', HTMLElement)
const status = find('#status', HTMLElement)
const said = find('#said', HTMLElement)
const file = find('#file', HTMLInputElement)
const url = find('#url', HTMLInputElement)
const to = find('#to', HTMLSelectElement)
const format = find('#format', HTMLSelectElement)
const fixAll = find('#fix-all', HTMLButtonElement)
const tabs = [...document.querySelectorAll('[role=tab]')].filter((it) => it instanceof HTMLButtonElement)
const boxes = [...document.querySelectorAll('#targets input')].filter((it) => it instanceof HTMLInputElement)

const { count } = views

/** The findings that are shown at first, and with each click on more. */
const SOME = 200
/** The longest link, in characters: Chromium takes no more than 2 MB. */
const LONGEST_LINK = 2_000_000
/** The longest file, in bytes. */
const LONGEST_FILE = 128 << 20

const EXAMPLE = `! Title: My list
||ads.example^$thrid-party
||tracker.example^$script,domain=news.example|shop.example
||tracker.example^$script,domain=news.example|shop.example
@@||cdn.example/player.js$script
news.example##.banner:contains(Advertisement)
shop.example##+js(set-constant, showAds, false)
news.example###top-ad
`

let view = 'findings'
let most = SOME
/** What was done, said together with what comes next. */
let done = ''
/** How often the core was asked for what is on the screen. */
let asks = 0
/** The text that the findings on the screen are about. */
let checked = ''

// What is asked.

function targets() {
  return boxes.filter((it) => it.checked).map((it) => it.value)
}

/** @param {string} text @param {boolean} isWhole @returns {any} */
function question(text, isWhole = false) {
  const from = view === 'tree' ? editor.line() : 0
  return { view, text, targets: targets(), to: to.value, format: format.value, url: url.value.trim(), most, isWhole, from }
}

async function refresh() {
  const text = editor.text()
  const asked = view
  const number = ++asks
  const slow = setTimeout(() => {
    status.textContent = 'Working'
    status.className = 'busy'
  }, 400)
  try {
    const answer = await ask(question(text))
    if (answer === undefined || asked !== view) return
    show(answer, text)
    panel.ariaBusy = 'false'
    // A newer answer will say it, too.
    if (number === asks) done = ''
  } catch (error) {
    if (asked !== view) return
    fail(error)
    panel.ariaBusy = 'false'
  } finally {
    clearTimeout(slow)
  }
}

// What is said: at once to those who see it, and to those who hear it when the typing has stopped.

/** @type {ReturnType<typeof setTimeout> | undefined} */
let later

/** @param {string} text */
function say(text, isProblem = false) {
  status.textContent = text
  status.className = isProblem ? 'problem' : ''
  clearTimeout(later)
  later = setTimeout(() => {
    if (said.textContent !== text) said.textContent = text
  }, 1000)
}

/** A message can quote a URL that is as long as a link. @param {string} message */
function short(message) {
  return message.length > 500 ? `${message.slice(0, 500)}…` : message
}

/** @param {unknown} error */
function fail(error) {
  const message = error instanceof Error ? error.message : String(error)
  say([done, short(message.charAt(0).toUpperCase() + message.slice(1))].filter(Boolean).join(' '), true)
  done = ''
  disable(fixAll, true, panel)
  // What was there is not about this list.
  if (message !== UNLOADED) panel.replaceChildren()
}

/** @param {any} answer @param {string} text */
function show(answer, text) {
  const [items, words] = shown(answer, text)
  const focused = document.activeElement
  const at = focused && panel.contains(focused) ? [...panel.children].findIndex((it) => it.contains(focused)) : -1
  fill(panel, items)
  say([done, words].filter(Boolean).join(' '))
  if (at < 0 || panel.contains(document.activeElement)) return
  // The finding with the focus is gone: the next one has it.
  const next = panel.children[Math.min(at, panel.children.length - 1)]?.querySelector('button, summary')
  if (next instanceof HTMLElement) next.focus()
  else panel.focus()
}

/** @param {any} answer @param {string} text @returns {[Element[], string]} */
function shown(answer, text) {
  switch (view) {
    case 'findings': {
      checked = text
      editor.mark(answer.marks)
      disable(fixAll, answer.fixable === 0, panel)
      const { error, warning, info } = answer.counts
      const parts = [error && count(error, 'error'), warning && count(warning, 'warning'), info && `${info.toLocaleString('en')} for information`]
      const found = parts.filter(Boolean).join(', ')
      const fixable = answer.fixable > 0 ? `; ${answer.fixable.toLocaleString('en')} can be fixed safely` : ''
      const none = answer.rules === 0 ? 'No rules yet' : `No problem in ${count(answer.rules, 'rule')}`
      return [views.findings(answer, actions), answer.total === 0 ? none : `${found} in ${count(answer.rules, 'rule')}${fixable}`]
    }
    case 'tree':
      return [views.tree(answer), text === '' ? 'No rules yet' : `${count(answer.total, 'line')}, each with its tree`]
    case 'convert':
      return [views.list(answer, actions), `${count(answer.kept, 'line')} as before, ${answer.changed.toLocaleString('en')} changed, ${count(answer.total, 'rule')} that cannot be expressed`]
    case 'compile':
      return [views.list(answer, actions), `${count(answer.rules, 'rule')}${notExpressed(answer.inexpressible)}`]
    default: {
      const blocking = answer.total - answer.exceptions
      const found = [blocking && count(blocking, 'rule'), answer.exceptions && count(answer.exceptions, 'exception')].filter(Boolean)
      const words = answer.total === 0 ? 'No rule matches' : `${found.join(' and ')} ${answer.total === 1 ? 'matches' : 'match'}`
      return [views.matches(answer, actions), answer.undecided.length > 0 ? `${words}; of ${count(answer.undecided.length, 'rule')} only a browser can say it` : words]
    }
  }
}

/** How many rules are not in the list, and why. @param {Record<string, number>} counts */
function notExpressed(counts) {
  const reasons = Object.entries(counts).map(([why, n]) => `${n.toLocaleString('en')} ${why}`)
  return reasons.length === 0 ? '' : `; this format cannot express: ${reasons.join(', ')}`
}

/** @type {views.Actions} */
const actions = {
  select: ({ start, end }) => editor.select(start, end),
  selectLine: editor.selectLine,
  fix(it) {
    // The places are those of another text: the findings for this one will come.
    if (!it.fix || editor.text() !== checked) return
    done = 'Fixed.'
    editor.edit(it.fix.edits)
  },
  more() {
    most += 5 * SOME
    refresh()
  },
  example() {
    editor.show(EXAMPLE)
  },
}

// What can be done.

fixAll.addEventListener('click', async () => {
  const text = editor.text()
  try {
    const answer = await ask({ view: 'fix', text, targets: targets() }, false)
    if (editor.text() !== text) return say('The list has changed meanwhile: fix it again')
    done = `${count(answer.fixed, 'fix').replace(/fixs$/, 'fixes')} made.`
    editor.put(answer.text)
  } catch (error) {
    fail(error)
  }
})

/** @param {string} text @param {string} name */
function download(text, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** @param {string} text @param {string} what @param {string} otherwise */
async function copy(text, what, otherwise) {
  try {
    await navigator.clipboard.writeText(text)
    say(what)
  } catch {
    say(otherwise)
  }
}

find('#save', HTMLButtonElement).addEventListener('click', () => download(editor.asFile(), 'list.txt'))
find('#save-result', HTMLButtonElement).addEventListener('click', async () => {
  const answer = await ask(question(editor.text(), true), false).catch(fail)
  if (answer) download(answer.shown, view === 'convert' ? `list-${to.value}.txt` : `list-${format.value}.txt`)
})
find('#copy-result', HTMLButtonElement).addEventListener('click', async () => {
  const answer = await ask(question(editor.text(), true), false).catch(fail)
  if (answer) copy(answer.shown, 'Copied.', 'The browser does not let the page copy: use Download')
})

/** Shows another list, and says what was opened if the user wants that. @param {string} text @param {string} what @param {string} [name] */
function open(text, what, name) {
  done = what
  const more = editor.show(text, name)
  done = more === undefined ? '' : `${done} ${more}`.trim()
  return more !== undefined
}

/** @param {File | null | undefined} chosen */
async function read(chosen) {
  if (!chosen) return
  if (chosen.size > LONGEST_FILE) return say(`${chosen.name} is too long for a browser: use the command line`, true)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await chosen.arrayBuffer())
    open(text, `${chosen.name} is open.`, chosen.name)
  } catch {
    say(`${chosen.name} is not text in UTF-8, and was not opened`, true)
  }
}

for (const place of [find('#editor', HTMLElement), find('#held', HTMLElement)]) {
  place.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    place.classList.add('over')
  })
  place.addEventListener('dragleave', () => place.classList.remove('over'))
  place.addEventListener('drop', (event) => {
    place.classList.remove('over')
    const dropped = event.dataTransfer?.files[0]
    if (!dropped) return
    event.preventDefault()
    read(dropped)
  })
}
// A file that falls beside the list must not take its place in the tab.
for (const name of ['dragover', 'drop']) {
  addEventListener(name, (event) => {
    if (event instanceof DragEvent && event.dataTransfer?.types.includes('Files')) event.preventDefault()
  })
}

file.addEventListener('change', async () => {
  await read(file.files?.[0])
  // The same file can be opened again.
  file.value = ''
})
find('#open', HTMLButtonElement).addEventListener('click', () => file.click())

for (const it of [...boxes, to, format, url]) it.addEventListener('input', refresh)
editor.onChange(refresh)
document.addEventListener('selectionchange', () => {
  if (view === 'tree' && document.activeElement === find('#list', HTMLElement) && panel.querySelector('.faint')) refresh()
})

// The views.

/** @param {HTMLButtonElement} tab */
function choose(tab) {
  view = tab.id.replace('tab-', '')
  most = SOME
  for (const it of tabs) {
    it.setAttribute('aria-selected', String(it === tab))
    it.tabIndex = it === tab ? 0 : -1
  }
  panel.setAttribute('aria-labelledby', tab.id)
  panel.replaceChildren()
  panel.ariaBusy = 'true'
  for (const it of document.querySelectorAll('[data-view]')) {
    if (it instanceof HTMLElement) it.hidden = !it.dataset.view?.split(' ').includes(view)
  }
  refresh()
}

tabs.forEach((tab, n) => {
  tab.addEventListener('click', () => choose(tab))
  tab.addEventListener('keydown', (event) => {
    const places = { ArrowRight: n + 1, ArrowLeft: n - 1 + tabs.length, Home: 0, End: tabs.length - 1 }
    const place = /** @type {Record<string, number>} */ (places)[event.key]
    const next = place === undefined ? undefined : tabs[place % tabs.length]
    if (!next) return
    event.preventDefault()
    next.focus()
    choose(next)
  })
})

// Links, and what is kept while the page is loaded again.

const KEPT = 'list'
const OPENED = 'This is the list of the link. Undo brings back the one before.'

function settings() {
  return { targets: targets().join(), view, to: to.value, format: format.value, url: url.value }
}

/** @param {import('./fragment.js').Shown} shown */
function apply(shown) {
  const chosen = shown.targets?.split(',') ?? []
  for (const it of boxes) it.checked = chosen.includes(it.value)
  for (const [it, value] of /** @type {const} */ ([[to, shown.to], [format, shown.format]])) {
    if ([...it.options].some((option) => option.value === value)) it.value = value ?? ''
  }
  url.value = shown.url ?? url.value
  const tab = tabs.find((it) => it.id === `tab-${shown.view}`) ?? tabs[0]
  if (tab) choose(tab)
}

find('#share', HTMLButtonElement).addEventListener('click', async () => {
  const tooLong = 'The list is too long for a link: send it as a file'
  try {
    const fragment = await toFragment({ list: editor.text(), ...settings() })
    if (fragment.length > LONGEST_LINK) return say(tooLong)
    history.replaceState(null, '', fragment)
  } catch {
    return say(tooLong)
  }
  const { length } = location.href
  const warning = length > 8000 ? ` It has ${count(length, 'character')}: some programs cut links that long.` : ''
  copy(location.href, `The link is copied.${warning}`, 'The address of this page is the link: copy it from there')
})

addEventListener('hashchange', async ({ oldURL }) => {
  keep(new URL(oldURL).hash)
  const { hash } = location
  const shown = await fromFragment(hash)
  // Another link may have been opened meanwhile.
  if (shown.list === undefined || hash !== location.hash) return
  if (shown.list === editor.text() || open(shown.list, OPENED)) apply(shown)
})

/**
 * Keeps the list for this tab, as long as it is not a held file: each address has its own, so that a link does not take
 * the place of a list. Whether that was possible.
 */
function keep(hash = location.hash) {
  try {
    sessionStorage.setItem(KEPT + hash, JSON.stringify({ list: editor.edited(), ending: editor.ending(), ...settings() }))
    return true
  } catch {
    sessionStorage.removeItem(KEPT + hash)
    return false
  }
}

addEventListener('pagehide', () => keep())
// A phone may end a page that is not seen, and not tell it.
document.addEventListener('visibilitychange', () => document.hidden && keep())
addEventListener('beforeunload', (event) => {
  if (!keep() || editor.isUnsaved()) event.preventDefault()
})

/** @returns {import('./fragment.js').Shown & { ending?: string } | undefined} */
function fromTab() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT + location.hash) ?? '') ?? undefined
  } catch {
    return undefined
  }
}

const kept = fromTab()
const start = kept ?? await fromFragment(location.hash)
if (/[#&]list=/.test(location.hash) && start.list === undefined) done = 'The link is broken: it has no list.'
// What was typed while the page was loading stays.
if (editor.text() === '') editor.begin(start.list ?? '', kept?.ending)
else if (start.list !== undefined) open(start.list, OPENED)
apply(start)

if ('serviceWorker' in navigator) navigator.serviceWorker.register('./offline.js').catch(() => {})
