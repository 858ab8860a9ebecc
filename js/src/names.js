// @ts-check
// AGTree's constants.

export const AGTREE_VERSION = '4.2.0'

export const AdblockProduct = /** @type {const} */ ({ Abp: 'AdblockPlus', Ubo: 'UblockOrigin', Adg: 'AdGuard' })

export const AdblockSyntax = /** @type {const} */ ({ Common: 'Common', ...AdblockProduct })

export const CommentMarker = /** @type {const} */ ({ Regular: '!', Hashmark: '#' })

export const RuleCategory = /** @type {const} */ ({
  Empty: 'Empty',
  Invalid: 'Invalid',
  Comment: 'Comment',
  Cosmetic: 'Cosmetic',
  Network: 'Network',
})

export const CommentRuleType = /** @type {const} */ ({
  AgentCommentRule: 'AgentCommentRule',
  CommentRule: 'CommentRule',
  ConfigCommentRule: 'ConfigCommentRule',
  HintCommentRule: 'HintCommentRule',
  MetadataCommentRule: 'MetadataCommentRule',
  PreProcessorCommentRule: 'PreProcessorCommentRule',
})

export const CosmeticRuleType = /** @type {const} */ ({
  ElementHidingRule: 'ElementHidingRule',
  CssInjectionRule: 'CssInjectionRule',
  ScriptletInjectionRule: 'ScriptletInjectionRule',
  HtmlFilteringRule: 'HtmlFilteringRule',
  JsInjectionRule: 'JsInjectionRule',
})

export const NetworkRuleType = /** @type {const} */ ({ NetworkRule: 'NetworkRule', HostRule: 'HostRule' })

export const CosmeticRuleSeparator = /** @type {const} */ ({
  ElementHiding: '##',
  ElementHidingException: '#@#',
  ExtendedElementHiding: '#?#',
  ExtendedElementHidingException: '#@?#',
  AbpSnippet: '#$#',
  AbpSnippetException: '#@$#',
  AdgCssInjection: '#$#',
  AdgCssInjectionException: '#@$#',
  AdgExtendedCssInjection: '#$?#',
  AdgExtendedCssInjectionException: '#@$?#',
  AdgJsInjection: '#%#',
  AdgJsInjectionException: '#@%#',
  AdgHtmlFiltering: '$$',
  AdgHtmlFilteringException: '$@$',
})
