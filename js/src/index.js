// @ts-check
// The package: `index.d.ts` says what each name is.

export { MAX_LENGTH } from './core.js'
export { AdblockSyntaxError, NotImplementedError, RuleConversionError } from './errors.js'
export { FilterListConverter, RawFilterListConverter, RawRuleConverter, RuleConverter } from './converter.js'
export { FilterListGenerator, RuleGenerator } from './generator.js'
export {
  AGTREE_VERSION,
  AdblockProduct,
  AdblockSyntax,
  CommentMarker,
  CommentRuleType,
  CosmeticRuleSeparator,
  CosmeticRuleType,
  NetworkRuleType,
  RuleCategory,
} from './names.js'
export { FilterListParser, RuleParser, defaultParserOptions } from './parser.js'
export { compile, convert, fix, lint, match, print, summary, version } from './tools.js'
export { Tree } from './tree.js'
