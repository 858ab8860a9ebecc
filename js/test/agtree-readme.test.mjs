// What the READMEs of AGTree do (src/parser/README.md, src/converter/README.md), with another import.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as agtree from '@adguard/agtree'
import * as agtreeGenerator from '@adguard/agtree/generator'
import * as bloqr from '@bloqr/core'

/** The same with both packages. */
function both(name, run) {
  test(name, () => assert.deepStrictEqual(run(bloqr), run({ ...agtree, ...agtreeGenerator })))
}

both('a rule is parsed, with options, and generated', ({ RuleParser, RuleGenerator, defaultParserOptions }) => {
  const ast = RuleParser.parse('/ads.js^$script')
  const other = RuleParser.parse('/ads.js^$script', { ...defaultParserOptions, isLocIncluded: true })
  return [ast, other, RuleGenerator.generate(ast)]
})

both('a list is parsed and generated', ({ FilterListParser, FilterListGenerator }) => {
  const ast = FilterListParser.parse('! Title: Example\r\n||example.com^$script\n\nexample.com##.ad')
  return [ast, FilterListGenerator.generate(ast)]
})

both('a rule is converted', ({ RawRuleConverter }) => {
  return RawRuleConverter.convertToAdg('example.com#$#abp-snippet0 arg00 arg01; abp-snippet1 arg10 arg11')
})

both('nodes are converted', ({ RuleConverter, RuleParser, RuleGenerator }) => {
  const ruleNode = RuleParser.parse('example.com##+js(set-constant, a, 1)')
  const { result, isConverted } = RuleConverter.convertToUbo(ruleNode)
  const adg = RuleConverter.convertToAdg(RuleParser.parse('example.com##.ad:has-text(x)'))
  return [isConverted, result[0] === ruleNode, adg.isConverted, adg.result.map(RuleGenerator.generate)]
})

both('a list is converted', ({ RawFilterListConverter }) => {
  return RawFilterListConverter.convertToAdg('! Title: Example\nexample.com##.ad:has-text(x)\n||example.com/foo.js^$script,rewrite=abp-resource:blank-js')
})

both('what is missing is an error', ({ RuleConverter, RawRuleConverter, FilterListConverter }) => {
  return [RuleConverter, RawRuleConverter, FilterListConverter].map((it) => {
    try {
      return it.convertToAbp({})
    } catch ({ name, message }) {
      return [name, message]
    }
  })
})

test('a rule that cannot be converted is a RuleConversionError', () => {
  const rule = bloqr.RuleParser.parse('a.example#%#alert(1)')
  assert.throws(() => bloqr.RuleConverter.convertToUbo(rule), { name: 'RuleConversionError', message: /scriptlet/ })
})
