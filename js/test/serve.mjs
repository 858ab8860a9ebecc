// The protocol of `bloqr ast serve`, on the package: a line of JSON in, a line of JSON out.
//     conform.py --cmd 'node js/test/serve.mjs' rules.jsonl

import { createInterface } from 'node:readline'
import { FilterListParser, RuleParser, defaultParserOptions } from '@bloqr/core'

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`)
}

/** @param {{ id: string, kind: string, input: string, options: object }} request */
function answer({ id, kind, input, options }) {
  const parser = kind === 'list' ? FilterListParser : RuleParser
  try {
    return { id, ast: parser.parse(input, { ...defaultParserOptions, ...options }) }
  } catch (error) {
    const { message, start, end } = /** @type {any} */ (error)
    return { id, error: message, start, end }
  }
}
