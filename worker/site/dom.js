// @ts-check
// Elements. Texts of lists are only ever put in as text.

/** @template {Element} T @param {string} selector @param {new () => T} type @returns {T} */
export function find(selector, type) {
  const found = document.querySelector(selector)
  if (!(found instanceof type)) throw new Error(`there is no ${selector}`)
  return found
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {(Node | string)[]} children
 * @param {string} [className]
 */
export function element(name, children, className = '') {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  made.append(...children)
  return made
}

/** A message, where the thing is in backticks. @param {string} message */
export function words(message) {
  return message.split(/`([^`]+)`/).map((it, n) => (n % 2 === 1 ? element('code', [it]) : it))
}

/** @param {(Node | string)[]} children @param {() => void} action @param {string} [className] */
export function button(children, action, className) {
  const made = element('button', children, className)
  made.type = 'button'
  made.addEventListener('click', action)
  return made
}

/** A button that is disabled loses the focus: then this element has it. @param {HTMLButtonElement} it @param {boolean} isDisabled @param {HTMLElement} next */
export function disable(it, isDisabled, next) {
  if (isDisabled && document.activeElement === it) next.focus()
  it.disabled = isDisabled
}

/**
 * Puts these children into an element. Those that are there already stay in place, so that they keep the focus.
 * @param {Element} parent
 * @param {Element[]} children
 */
export function fill(parent, children) {
  const wanted = new Set(children)
  for (const it of [...parent.childNodes]) if (!wanted.has(/** @type {Element} */ (it))) it.remove()
  let at = parent.firstChild
  for (const it of children) {
    if (it === at) at = at.nextSibling
    else parent.insertBefore(it, at)
  }
}
