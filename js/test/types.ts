// Ours are AGTree's types, in both directions: `npm run check`.

import * as agtree from '@adguard/agtree'
import * as agtreeGenerator from '@adguard/agtree/generator'
import * as ours from '../index.js'
import * as made from '../src/index.js'

/** Fails to compile when one type is not assignable to the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : ['not assignable to ours', A, B]) : ['not assignable', A, B]

const same = <T extends true>(): T | undefined => undefined

same<Same<ours.AnyRule, agtree.AnyRule>>()
same<Same<ours.AnyCommentRule, agtree.AnyCommentRule>>()
same<Same<ours.AnyCosmeticRule, agtree.AnyCosmeticRule>>()
same<Same<ours.AnyNetworkRule, agtree.AnyNetworkRule>>()
same<Same<ours.AnyExpressionNode, agtree.AnyExpressionNode>>()
same<Same<ours.Agent, agtree.Agent>>()
same<Same<ours.AgentCommentRule, agtree.AgentCommentRule>>()
same<Same<ours.CommentBase, agtree.CommentBase>>()
same<Same<ours.CommentRule, agtree.CommentRule>>()
same<Same<ours.ConfigCommentRule, agtree.ConfigCommentRule>>()
same<Same<ours.CosmeticRule, agtree.CosmeticRule>>()
same<Same<ours.CssInjectionRule, agtree.CssInjectionRule>>()
same<Same<ours.CssInjectionRuleBody, agtree.CssInjectionRuleBody>>()
same<Same<ours.Domain, agtree.Domain>>()
same<Same<ours.DomainList, agtree.DomainList>>()
same<Same<ours.ElementHidingRule, agtree.ElementHidingRule>>()
same<Same<ours.ElementHidingRuleBody, agtree.ElementHidingRuleBody>>()
same<Same<ours.EmptyRule, agtree.EmptyRule>>()
same<Same<ours.FilterList, agtree.FilterList>>()
same<Same<ours.Hint, agtree.Hint>>()
same<Same<ours.HintCommentRule, agtree.HintCommentRule>>()
same<Same<ours.HtmlFilteringRule, agtree.HtmlFilteringRule>>()
same<Same<ours.HtmlFilteringRuleBody, agtree.HtmlFilteringRuleBody>>()
same<Same<ours.HostRule, agtree.HostRule>>()
same<Same<ours.HostnameList, agtree.HostnameList>>()
same<Same<ours.JsInjectionRule, agtree.JsInjectionRule>>()
same<Same<ours.MetadataCommentRule, agtree.MetadataCommentRule>>()
same<Same<ours.Modifier, agtree.Modifier>>()
same<Same<ours.ModifierList, agtree.ModifierList>>()
same<Same<ours.NetworkRule, agtree.NetworkRule>>()
same<Same<ours.Node, agtree.Node>>()
same<Same<ours.ParameterList, agtree.ParameterList>>()
same<Same<ours.PreProcessorCommentRule, agtree.PreProcessorCommentRule>>()
same<Same<ours.RuleBase, agtree.RuleBase>>()
same<Same<ours.ScriptletInjectionRule, agtree.ScriptletInjectionRule>>()
same<Same<ours.ScriptletInjectionRuleBody, agtree.ScriptletInjectionRuleBody>>()
same<Same<ours.SelectorList, agtree.SelectorList>>()
same<Same<ours.Value, agtree.Value>>()
same<Same<ours.ParserOptions, agtree.ParserOptions>>()
same<Same<ours.OnParseError, agtree.OnParseError>>()
same<Same<ours.AdblockSyntax, agtree.AdblockSyntax>>()
same<Same<ours.AdblockProduct, agtree.AdblockProduct>>()
same<Same<ours.RuleCategory, agtree.RuleCategory>>()
same<Same<ours.CommentRuleType, agtree.CommentRuleType>>()
same<Same<ours.CosmeticRuleType, agtree.CosmeticRuleType>>()
same<Same<ours.NetworkRuleType, agtree.NetworkRuleType>>()
same<Same<ours.CosmeticRuleSeparator, agtree.CosmeticRuleSeparator>>()
same<Same<typeof ours.RuleParser.parse, typeof agtree.RuleParser.parse>>()
same<Same<typeof ours.FilterListParser.parse, typeof agtree.FilterListParser.parse>>()
same<Same<typeof ours.RuleGenerator.generate, typeof agtree.RuleGenerator.generate>>()
same<Same<typeof ours.FilterListGenerator.generate, typeof agtreeGenerator.FilterListGenerator.generate>>()
same<Same<typeof ours.RuleConverter.convertToAdg, typeof agtree.RuleConverter.convertToAdg>>()
same<Same<typeof ours.RuleConverter.convertToUbo, typeof agtree.RuleConverter.convertToUbo>>()
same<Same<typeof ours.RawRuleConverter.convertToAdg, typeof agtree.RawRuleConverter.convertToAdg>>()
same<Same<typeof ours.FilterListConverter.convertToAdg, typeof agtree.FilterListConverter.convertToAdg>>()
same<Same<typeof ours.RawFilterListConverter.convertToAdg, typeof agtree.RawFilterListConverter.convertToAdg>>()
same<Same<ours.AdblockSyntaxError, agtree.AdblockSyntaxError>>()
same<Same<ours.RuleConversionError, agtree.RuleConversionError>>()

/** The declarations say what the code has. */
export const declared: typeof ours = made
