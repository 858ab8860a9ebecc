// @ts-check
// The list: in a text area, or beside it when it is too long to edit. Changes by the page can be undone.

import { disable, element, find } from './dom.js'

/** The longest list that is edited, in UTF-16 code units: with more, browsers take long for each key. */
const MOST = 3 << 20

/** How many lines of a held file are shown, and how often a change of it can be undone. */
const WINDOW = 300
const UNDOS = 3

/** With fewer lines, a text is put into the list as if it was typed. */
const FEW = 50

const list = find('#list', HTMLTextAreaElement)
const editor = find('#editor', HTMLElement)
const gutter = find('#gutter', HTMLElement)
const numbers = /** @type {HTMLElement} */ (gutter.firstElementChild)
const box = find('#held', HTMLElement)
const shown = find('#held-text', HTMLElement)

/** What is too long to edit. @type {{ name: string, text: string, before: string[], isUnsaved: boolean } | undefined} */
let held
/** What the lines of an opened file end with. */
let newline = '\n'
/** The lists before and after a file was opened, with their line endings: undoing brings these back, too. @type {{ text: string, newline: string }[]} */
let endings = []
/** @type {Map<number, string>} */
let marks = new Map()
let changed = () => {}
/** Whether a change is under way, which will be told as one. */
let isSilent = false

/** @param {() => void} action What to do when there is another list. */
export function onChange(action) {
  changed = action
}

export function text() {
  return held?.text ?? list.value
}

/** The list that can be edited, also while there is a longer one. */
export function edited() {
  return list.value
}

/** What the lines of the list that can be edited end with. */
export function ending() {
  return newline
}

/** The list as a file, with the line endings that it came with. What is held counts as saved then. */
export function asFile() {
  if (held) held.isUnsaved = false
  return held ? held.text : newline === '\n' ? list.value : list.value.replaceAll('\n', newline)
}

export function isHeld() {
  return held !== undefined
}

/** Whether closing the page would lose what is held. */
export function isUnsaved() {
  return held?.isUnsaved ?? false
}

/** The line with the cursor, from 0. */
export function line() {
  return held ? 0 : list.value.slice(0, list.selectionStart).split('\n').length - 1
}

/**
 * Shows another list. The one before comes back by undoing, or when the file is closed. What there is to say about it;
 * `undefined` when the user keeps what is held.
 * @param {string} text
 * @param {string} [file]
 */
export function show(text, file) {
  if (!canEdit(text)) {
    if (!mayClose()) return undefined
    held = { name: file ?? 'This list', text, before: [], isUnsaved: file === undefined }
    showHeld(0)
    changed()
    return ''
  }
  if (!close()) return undefined
  const plain = text.replace(/\r\n?/g, '\n')
  const before = { text: list.value, newline }
  newline = ['\r\n', '\r'].find((it) => text.includes('\r') && text === plain.replaceAll('\n', it)) ?? '\n'
  endings = [...endings, before, { text: plain, newline }].slice(-2 * UNDOS)
  if (plain === list.value) changed()
  else put(plain)
  return text.includes('\r') && newline === '\n' ? 'Its lines ended in different ways: all end with a line feed now.' : ''
}

/**
 * The first list of the page: there is nothing to undo.
 * @param {string} text
 * @param {string} [ending] What its lines end with, when that was said before.
 */
export function begin(text, ending = '\n') {
  if (!canEdit(text) || text.includes('\r')) return void show(text)
  list.value = text
  newline = ending
  changed()
}

/** Browsers take long for a long text, and for a NUL between many lines. @param {string} text */
function canEdit(text) {
  return text.length <= MOST && !text.includes('\0')
}

/** @param {number} start @param {number} end */
export function select(start, end) {
  const before = text().slice(0, start)
  const at = before.split('\n').length - 1
  if (held) {
    showHeld(at, start, end)
    return shown.focus()
  }
  list.focus()
  list.setSelectionRange(start, end)
  const { fontSize } = getComputedStyle(list)
  const column = start - before.lastIndexOf('\n') - 1
  list.scrollTop = Math.max(0, (at - 3) * lineHeight())
  list.scrollLeft = Math.max(0, column * Number.parseFloat(fontSize) * 0.6 - list.clientWidth / 2)
}

/** @param {number} number From 1. */
export function selectLine(number) {
  const whole = text()
  let start = 0
  for (let n = 1; n < number; n++) start = whole.indexOf('\n', start) + 1
  const end = whole.indexOf('\n', start)
  select(start, end < 0 ? whole.length : end)
}

/** Makes all edits as one change. @param {{ start: number, end: number, text: string }[]} edits */
export function edit(edits) {
  let whole = text()
  for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start)) whole = whole.slice(0, start) + text + whole.slice(end)
  put(whole)
}

/** Puts a text in the place of the list, as one change of what differs. @param {string} whole */
export function put(whole) {
  if (held) {
    held.before = [...held.before, held.text].slice(-UNDOS)
    held.text = whole
    held.isUnsaved = true
    showHeld(0)
    return changed()
  }
  if (!canEdit(whole)) return void show(whole)
  const old = list.value
  if (old === whole) return
  const most = Math.min(old.length, whole.length)
  let start = 0
  while (start < most && old[start] === whole[start]) start += 1
  let same = 0
  while (same < most - start && old[old.length - 1 - same] === whole[whole.length - 1 - same]) same += 1
  // A character of two code units stays whole.
  if (isSecondHalf(old, start) || isSecondHalf(whole, start)) start -= 1
  if (isSecondHalf(old, old.length - same)) same -= 1
  const end = old.length - same
  const text = whole.slice(start, whole.length - same)
  if (end === old.length && old.endsWith('\n') && start < end && text !== '') {
    // Chromium cannot do this again after undoing it, and loses the text: the last line feed goes by itself.
    replace(start, end - 1, text)
    replace(list.value.length - 1, list.value.length, '')
  } else {
    replace(start, end, text)
  }
  number()
  changed()
}

/** @param {string} text @param {number} at */
function isSecondHalf(text, at) {
  return at > 0 && (text.charCodeAt(at) & 0xfc00) === 0xdc00
}

/** @param {number} start @param {number} end @param {string} text */
function replace(start, end, text) {
  const focused = document.activeElement
  const { scrollTop } = list
  list.focus({ preventScroll: true })
  list.setSelectionRange(start, end)
  const wanted = list.value.slice(0, start) + text + list.value.slice(end)
  isSilent = true
  // The only ways into the browser's history of changes. With many lines, Chromium takes minutes for the plain one. In a
  // text area, HTML is its text; should a browser make anything else of it, the plain one is taken.
  const isDone = text === ''
    ? document.execCommand('delete')
    : (text.split('\n', FEW).length === FEW && insert('insertHTML', escaped(text), wanted)) || insert('insertText', text, wanted)
  isSilent = false
  if (!isDone) list.setRangeText(text, start, end, 'end')
  list.scrollTop = scrollTop
  if (focused instanceof HTMLElement && focused !== list) focused.focus({ preventScroll: true })
}

/** @param {'insertHTML' | 'insertText'} command @param {string} text @param {string} wanted */
function insert(command, text, wanted) {
  if (!document.execCommand(command, false, text)) return false
  if (list.value === wanted) return true
  document.execCommand('undo')
  return false
}

/** A text as HTML that has no elements. @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Shows lines of the held file, and what is selected in them. */
function showHeld(from = 0, start = 0, end = 0) {
  box.hidden = !held
  editor.hidden = held !== undefined
  disable(find('#undo', HTMLButtonElement), !held || held.before.length === 0, shown)
  if (!held) return
  find('#held-name', HTMLElement).textContent = held.name
  find('#held-size', HTMLElement).textContent = `has ${held.text.length.toLocaleString('en')} characters. It ${held.text.length > MOST ? 'is too long to edit' : 'has the character NUL, and cannot be edited'} here.`
  const first = Math.max(0, from - 5)
  let at = 0
  for (let n = 0; n < first; n++) at = held.text.indexOf('\n', at) + 1
  let to = at
  for (let n = 0; n < WINDOW && to < held.text.length; n++) {
    const next = held.text.indexOf('\n', to)
    to = next < 0 ? held.text.length : next + 1
  }
  // A line can be as long as the file.
  to = Math.min(to, at + 100_000)
  const piece = (/** @type {number} */ a, /** @type {number} */ b) => (held?.text ?? '').slice(Math.max(a, at), Math.min(b, to))
  shown.replaceChildren(
    element('span', [`Lines from ${first + 1}:\n\n`], 'faint'),
    piece(at, start),
    element('mark', [piece(start, end)]),
    piece(Math.max(end, at), to),
  )
  shown.scrollTop = 0
}

/** Takes back the last change of a held file. */
function undoHeld() {
  const before = held?.before.pop()
  if (!held || before === undefined) return
  held.text = before
  showHeld(0)
  changed()
}

function mayClose() {
  return !isUnsaved() || confirm(`Close ${held?.name}? It was not downloaded.`)
}

/** Goes back to the list that was there before what is held, if nothing is lost. Whether that is so. */
function close() {
  if (!mayClose()) return false
  held = undefined
  showHeld(0)
  return true
}

// The numbers of the lines that can be seen, and what is found in them.

/** @param {readonly (readonly [number, string])[]} found The worst severity of a line comes first. */
export function mark(found) {
  marks = new Map()
  for (const [line, severity] of found) {
    if (marks.get(line) !== 'error' && !(marks.get(line) === 'warning' && severity === 'info')) marks.set(line, severity)
  }
  number()
}

function lineHeight() {
  return Number.parseFloat(getComputedStyle(list).lineHeight)
}

function number() {
  const height = lineHeight()
  if (held || !height) return
  const padding = Number.parseFloat(getComputedStyle(list).paddingTop)
  // What fits is counted; the height of a long list is known.
  const isLong = list.scrollHeight > list.clientHeight
  const count = isLong ? Math.round((list.scrollHeight - 2 * padding) / height) : list.value.split('\n').length
  const first = Math.floor(list.scrollTop / height)
  const last = Math.min(count, first + Math.ceil(list.clientHeight / height) + 1)
  const lines = []
  for (let n = first + 1; n <= last; n++) lines.push(element('span', [String(n)], marks.get(n) ?? ''))
  numbers.replaceChildren(...lines)
  numbers.style.transform = `translateY(${first * height - list.scrollTop}px)`
  gutter.style.minWidth = `${String(count).length + 3}ch`
}

list.addEventListener('scroll', number)
new ResizeObserver(number).observe(list)
list.addEventListener('input', (event) => {
  if (isSilent) return
  if (event instanceof InputEvent && event.inputType.startsWith('history')) {
    newline = endings.findLast((it) => it.text === list.value)?.newline ?? newline
  }
  number()
  changed()
})
list.addEventListener('paste', (event) => {
  const pasted = event.clipboardData?.getData('text/plain') ?? ''
  if (pasted.length + list.value.length <= MOST && canEdit(pasted)) return
  event.preventDefault()
  show(list.value.slice(0, list.selectionStart) + pasted + list.value.slice(list.selectionEnd))
})
find('#close', HTMLButtonElement).addEventListener('click', () => {
  if (!close()) return
  list.focus()
  changed()
})
find('#undo', HTMLButtonElement).addEventListener('click', undoHeld)
