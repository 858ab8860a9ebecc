# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_bloqr_global_optspecs
    string join \n color= verbose h/help V/version
end

function __fish_bloqr_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_bloqr_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_bloqr_using_subcommand
    set -l cmd (__fish_bloqr_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c bloqr -n "__fish_bloqr_needs_command" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_needs_command" -l verbose -d 'With --version: print what a bug report needs; it has no secrets'
complete -c bloqr -n "__fish_bloqr_needs_command" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_needs_command" -s V -l version -d 'Print version'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "ast" -d 'Look at the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "bindings" -d 'Show, enable and disable the LOADER bindings of a wrangler configuration'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "validate" -d 'Find problems in filter lists, and fix them'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "init" -d 'Write a bloqr.toml for the lists of this directory'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "convert" -d 'Convert a list between AdGuard, uBlock Origin and Adblock Plus'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "compile" -d 'Make one filter list from many sources'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "transform" -d 'Apply transformations of `bloqr compile` to one list, or run a script on lists'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "diff" -d 'Compare two filter lists rule by rule'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "serve" -d 'Answer requests from another program, one JSON object per line'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "rules" -d 'List the rules of `bloqr validate`, or explain some of them'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "config" -d 'Show what bloqr.toml can contain'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "dev" -d 'Run the backend on this machine'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "dispatch" -d 'Ask a deployed backend which path serves its requests, and whether the answers are right'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "agent" -d 'Keep an unpublished list on a backend, shared by all your programs, and watch published lists'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "key" -d 'Make API keys for the backend'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "parse" -d 'Print the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "walk" -d 'Print the nodes of a list one by one, parents first'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "serve" -d 'Answer parse requests from another program, one JSON object per line'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l rule -d 'Parse this rule; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l format -d 'What to print [default: tree on a terminal, otherwise json]' -r -f -a "json\t'What `POST /api/ast/parse` answers: offsets count from the start of each rule'
agtree\t'AGTree\'s FilterList: offsets count from the start of the file'
ndjson\t'AGTree\'s rules, one per line, printed while the list is read'
tree\t'An indented and coloured tree'
summary\t'The number of rules of each kind, and the places of invalid rules'"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -s O -l option -d 'Set one of AGTree\'s parser options, for example `parseHostRules=false`; may be repeated' -r -f -a "tolerant\t''
isLocIncluded\t''
includeRaws\t''
parseAbpSpecificRules\t''
parseUboSpecificRules\t''
parseHostRules\t''
ignoreComments\t''
parseHtmlFilteringRuleBodies\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l backend -d 'Send the lists to this backend, and print its answers in the same format' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l type -d 'Print nodes of this type only; may be repeated' -r -f -a "FilterList\t''
EmptyRule\t''
InvalidRule\t''
InvalidRuleError\t''
AgentCommentRule\t''
Agent\t''
HintCommentRule\t''
Hint\t''
PreProcessorCommentRule\t''
Variable\t''
Parenthesis\t''
Operator\t''
MetadataCommentRule\t''
ConfigCommentRule\t''
ConfigNode\t''
CommentRule\t''
NetworkRule\t''
HostRule\t''
HostnameList\t''
ModifierList\t''
Modifier\t''
ElementHidingRule\t''
CssInjectionRule\t''
ScriptletInjectionRule\t''
HtmlFilteringRule\t''
JsInjectionRule\t''
DomainList\t''
Domain\t''
ElementHidingRuleBody\t''
CssInjectionRuleBody\t''
ScriptletInjectionRuleBody\t''
ParameterList\t''
HtmlFilteringRuleBody\t''
SelectorList\t''
ComplexSelector\t''
TypeSelector\t''
ClassSelector\t''
IdSelector\t''
SelectorCombinator\t''
AttributeSelector\t''
PseudoClassSelector\t''
Value\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l max-depth -d 'Print nodes down to this depth: 0 is the list, 1 is its rules' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l format -d 'What to print [default: ndjson on a terminal, otherwise json]' -r -f -a "json\t'What `POST /api/ast/walk` answers'
ndjson\t'One node per line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -s O -l option -d 'Set one of AGTree\'s parser options, for example `parseHostRules=false`; may be repeated' -r -f -a "tolerant\t''
isLocIncluded\t''
includeRaws\t''
parseAbpSpecificRules\t''
parseUboSpecificRules\t''
parseHostRules\t''
ignoreComments\t''
parseHtmlFilteringRuleBodies\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l context -d 'Also print the key of the parent that holds each node, and the index under that key'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from serve" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "parse" -d 'Print the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "walk" -d 'Print the nodes of a list one by one, parents first'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Answer parse requests from another program, one JSON object per line'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "status" -d 'Show each binding in each environment, and whether wrangler will bind it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "enable" -d 'Turn a binding on, in the form that wrangler binds'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "disable" -d 'Turn a binding off: comment its block out, so that `enable` can restore it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "check" -d 'Fail when wrangler would not bind a binding that is on'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -s e -l env -d 'Only this environment' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -l format -d 'Output format' -r -f -a "text\t''
json\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -s c -l config -d 'The wrangler configuration [default: the file that wrangler would read]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -l previews -d 'Only the `previews` of the top level or of --env: what `wrangler preview` reads'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s e -l env -d 'Change this environment, not the top level' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l form -d '`auto` writes the form that wrangler binds; `guide` writes the tables of the integration guide, which wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]' -r -f -a "auto\t''
guide\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s c -l config -d 'The wrangler configuration [default: the file that wrangler would read]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l namespace -d 'The dispatch namespace of a new LOADER block in the guide\'s form' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l all-envs -d 'Change the top level and every environment'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l previews -d 'Change the `previews` of the top level, of --env, or of --all-envs: what `wrangler preview` reads'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l dry-run -d 'Print the change without making it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l check -d 'Like --dry-run, but exit with 1 if a change is needed'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s y -l yes -d 'Accepted for scripts, without effect: the command never asks questions'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l move -d 'Move a worker loader from `unsafe.bindings`, which `wrangler dev` leaves out, to `worker_loaders`'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s e -l env -d 'Change this environment, not the top level' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l form -d '`auto` writes the form that wrangler binds; `guide` writes the tables of the integration guide, which wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]' -r -f -a "auto\t''
guide\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s c -l config -d 'The wrangler configuration [default: the file that wrangler would read]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l all-envs -d 'Change the top level and every environment'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l previews -d 'Change the `previews` of the top level, of --env, or of --all-envs: what `wrangler preview` reads'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l dry-run -d 'Print the change without making it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l check -d 'Like --dry-run, but exit with 1 if a change is needed'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s y -l yes -d 'Accepted for scripts, without effect: the command never asks questions'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l remove -d 'Delete the block instead of commenting it out; a .json without comments always does this'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -s e -l env -d 'Only this environment' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -s c -l config -d 'The wrangler configuration [default: the file that wrangler would read]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -l previews -d 'Only the `previews` of the top level or of --env: what `wrangler preview` reads'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show each binding in each environment, and whether wrangler will bind it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "enable" -d 'Turn a binding on, in the form that wrangler binds'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "disable" -d 'Turn a binding off: comment its block out, so that `enable` can restore it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "check" -d 'Fail when wrangler would not bind a binding that is on'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l rule -d 'Check this rule; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l with -d 'A list or directory that the lists are used together with: also report exceptions and `badfilter`s that have no effect there, and rules that these lists make redundant; may be repeated' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l stdin-filename -d 'Check stdin with the configuration of this file, which is not read: for editors' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l as -d 'Read every file as a list of this kind, no matter what it contains' -r -f -a "adblock\t''
hosts\t''
domains\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l target -d 'The targets of the lists: adg, ubo, abp, brave, or single platforms, separated by commas [default: every product, or the products in the header of the list]' -r -f -a "adg\t''
ubo\t''
abp\t''
brave\t''
dns\t''
any\t''
adg_any\t''
adg_os_any\t''
adg_safari_any\t''
adg_ext_chromium\t''
adg_ext_any\t''
ubo_any\t''
ubo_ext_chromium\t''
ubo_ext_any\t''
abp_any\t''
abp_ext_chromium\t''
abp_ext_any\t''
adg_os_windows\t''
adg_os_mac\t''
adg_os_android\t''
adg_ext_chrome\t''
adg_ext_opera\t''
adg_ext_edge\t''
adg_ext_firefox\t''
adg_cb_android\t''
adg_cb_ios\t''
adg_cb_safari\t''
ubo_ext_chrome\t''
ubo_ext_opera\t''
ubo_ext_edge\t''
ubo_ext_firefox\t''
abp_ext_chrome\t''
abp_ext_opera\t''
abp_ext_edge\t''
abp_ext_firefox\t''
dns_adg_home\t''
dns_adg_cloud\t''
dns_hostlist_compiler\t''
dns_pihole\t''
dns_hosts\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l select -d 'Run only these rules' -r -f -a "broad-rule\t''
conflicting-hints\t''
conflicting-modifiers\t''
constant-condition\t''
css-comment\t''
deprecated-modifier\t''
duplicate-declaration\t''
duplicate-domain\t''
duplicate-hint\t''
duplicate-modifier\t''
duplicate-rule\t''
excluded-rule\t''
forgotten-dollar\t''
generic-rule\t''
html-filter\t''
ignored-directive\t''
invalid-declaration\t''
invalid-domain\t''
invalid-encoding\t''
invalid-host\t''
invalid-metadata\t''
invalid-pattern\t''
invalid-regex\t''
invalid-selector\t''
invalid-suppression\t''
look-alike\t''
misplaced-modifier\t''
misread-condition\t''
missing-dollar\t''
modifier-value\t''
multiple-selectors\t''
needless-wildcard\t''
negated-modifier\t''
redundant-rule\t''
scriptlet-quotes\t''
short-rule\t''
single-hash\t''
slow-regex\t''
stray-space\t''
syntax-error\t''
unbalanced-if\t''
unknown-condition\t''
unknown-directive\t''
unknown-hint\t''
unknown-modifier\t''
unknown-pseudo-class\t''
unknown-redirect\t''
unknown-scriptlet\t''
unread-block\t''
unresolved-include\t''
unsupported-by-dns\t''
unsupported-modifier\t''
unsupported-selector\t''
unsupported-syntax\t''
untrusted-rule\t''
unused-badfilter\t''
unused-exception\t''
unused-suppression\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l ignore -d 'Do not run these rules' -r -f -a "broad-rule\t''
conflicting-hints\t''
conflicting-modifiers\t''
constant-condition\t''
css-comment\t''
deprecated-modifier\t''
duplicate-declaration\t''
duplicate-domain\t''
duplicate-hint\t''
duplicate-modifier\t''
duplicate-rule\t''
excluded-rule\t''
forgotten-dollar\t''
generic-rule\t''
html-filter\t''
ignored-directive\t''
invalid-declaration\t''
invalid-domain\t''
invalid-encoding\t''
invalid-host\t''
invalid-metadata\t''
invalid-pattern\t''
invalid-regex\t''
invalid-selector\t''
invalid-suppression\t''
look-alike\t''
misplaced-modifier\t''
misread-condition\t''
missing-dollar\t''
modifier-value\t''
multiple-selectors\t''
needless-wildcard\t''
negated-modifier\t''
redundant-rule\t''
scriptlet-quotes\t''
short-rule\t''
single-hash\t''
slow-regex\t''
stray-space\t''
syntax-error\t''
unbalanced-if\t''
unknown-condition\t''
unknown-directive\t''
unknown-hint\t''
unknown-modifier\t''
unknown-pseudo-class\t''
unknown-redirect\t''
unknown-scriptlet\t''
unread-block\t''
unresolved-include\t''
unsupported-by-dns\t''
unsupported-modifier\t''
unsupported-selector\t''
unsupported-syntax\t''
untrusted-rule\t''
unused-badfilter\t''
unused-exception\t''
unused-suppression\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l config -d 'Read this configuration instead of the nearest bloqr.toml' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l format -d 'Output format [default: text; github inside GitHub Actions]' -r -f -a "text\t'for people: the line, what is wrong with it, and what to do'
concise\t'path:line:col: severity[rule] message'
json\t'one document, with the fields of POST /api/validate'
ndjson\t'one finding a line, as JSON'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'annotations; the default inside GitHub Actions'
gitlab\t'Code Quality of GitLab'
junit\t'XML of JUnit, for reports of tests'
checkstyle\t'XML of Checkstyle, for Jenkins, reviewdog and others'"
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l output -d 'Write the report to this file instead of stdout' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l baseline -d 'Leave out the problems that are in this file' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l write-baseline -d 'Write today\'s problems to this file. Problems of lists that are not checked stay in it' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l since -d 'Leave out problems on lines that were there before: only lines count that were added since the branch left this revision, also when they are not committed' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l min-severity -d 'Leave out findings that are less severe' -r -f -a "info\t''
warning\t''
error\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l max-warnings -d 'Fail when there are more warnings than this' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l max-diagnostics -d 'List at most so many findings; the others are counted' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l backend -d 'Let this backend check each list in one request; it only gets --strict' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l across -d 'Compare the rules of all lists with each other; without this, those of all lists below the directory if only one is given, else those of lists in the same directory'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l no-across -d 'Compare only the rules of lists that include each other'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l force-exclude -d 'Skip named files that the configuration excludes, or that are not named like lists: for hooks that name the changed files'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l every-target -d 'Require rules to be valid for each product of the targets, not only for one of them'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l strict -d 'Treat warnings as errors'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l no-config -d 'Read no configuration'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l all -d 'List every finding; otherwise text and github list five findings of a rule in each list, and count the rest'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l fix -d 'Apply the fixes that do not change what a list does'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l diff -d 'Show what --fix would change, and change nothing'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l unsafe-fixes -d 'With --fix or --diff: also apply fixes that can change what a list does'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l add-suppressions -d 'Write a comment into the lists that hides each of today\'s problems'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l exit-zero -d 'Exit with 0 also when there are problems'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l watch -d 'Check again whenever a list or a configuration changes, until Ctrl-C'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l statistics -d 'Count the findings of each rule instead of listing them'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l show-settings -d 'Print the settings for each list instead of checking it: its targets, its configuration, and which files are not checked'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -s q -l quiet -d 'Print only the findings'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand init" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand init" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand convert" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand convert" -l to -d 'The product that will read the list' -r -f -a "adg\t'AdGuard'
ubo\t'uBlock Origin'
abp\t'Adblock Plus'"
complete -c bloqr -n "__fish_bloqr_using_subcommand convert" -s o -l output -d 'Write to this file instead of stdout' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand convert" -l keep -d 'Keep a rule that cannot be converted as a comment'
complete -c bloqr -n "__fish_bloqr_using_subcommand convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -s c -l config -d 'The configuration: HostlistCompiler\'s JSON, or TOML with the same keys' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -s i -l input -d 'Compile these sources with the default transformations instead: lists, directories, https URLs, or `-` for stdin' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -s t -l transformations -d 'Apply these transformations with --input instead of the default ones' -r -f -a "ConvertToAscii\t''
TrimLines\t''
RemoveComments\t''
Compress\t''
RemoveModifiers\t''
InvertAllow\t''
Validate\t''
ValidateAllowIp\t''
ValidateAllowPublicSuffix\t''
ValidateAllowIpAndPublicSuffix\t''
Deduplicate\t''
RemoveEmptyLines\t''
InsertFinalNewLine\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l name -d 'The title of the list of --input' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -s o -l output -d 'Write the list here, `-` for stdout; may be repeated, with a format before each path' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l format -d 'The format of outputs without a format' -r -f -a "adblock\t''
domains\t''
wildcard\t''
hosts\t''
dnsmasq\t''
unbound\t''
rpz\t''
dnscrypt\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l define -d 'A name that is true in `!#if`; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l diff -d 'Write nothing; show the rules that only the list or only this file has' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l explain -d 'Write no list; explain what happened to a rule, a domain, or a line like `list.txt:14`' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l report -d 'Write statistics as JSON to this file' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l date -d 'The time in the header [default: SOURCE_DATE_EPOCH, or now]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l cache -d 'Keep copies of fetched sources in this directory, and fetch only what has changed' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l backend -d 'Let this backend compile the list; the backend fetches the URLs' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l check -d 'Write nothing, and exit 1 if an output would change'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l stats -d 'Show what each step did'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l offline -d 'Do not use the network: read fetched sources only from --cache'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l allow-stale -d 'When a source cannot be fetched, use the last good copy of it'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l allow-empty -d 'Accept sources that are empty, HTML, or far smaller than their last copy'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -s q -l quiet -d 'Print only results, warnings and errors'
complete -c bloqr -n "__fish_bloqr_using_subcommand compile" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -s t -l transformations -d 'The transformations; their order does not matter' -r -f -a "ConvertToAscii\t''
TrimLines\t''
RemoveComments\t''
Compress\t''
RemoveModifiers\t''
InvertAllow\t''
Validate\t''
ValidateAllowIp\t''
ValidateAllowPublicSuffix\t''
ValidateAllowIpAndPublicSuffix\t''
Deduplicate\t''
RemoveEmptyLines\t''
InsertFinalNewLine\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l exclude -d 'Remove lines that match this pattern: a text, a pattern with `*`, or a `/regular expression/`; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l include -d 'Keep only lines that match one of these patterns; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -s o -l output -d 'Write the list to this file instead of stdout' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l script -d 'Run this script, a JavaScript module, with each list' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l data -d 'Give the script the text of a file, as `info.data.NAME`; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l format -d 'How to report' -r -f -a "text\t'A diff, and a line for each new problem on stderr'
json\t'One JSON object, with the fields of POST /api/transform for each list'"
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l generate -d 'Ask a language model to write a script that does this, and print the script' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l list -d 'Explain the transformations'
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l diff -d 'Show what would change, as a diff, and change nothing: the default'
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l write -d 'Change the lists; that of stdin goes to stdout'
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l check -d 'Change and show nothing, and fail when a list would change'
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l check-deterministic -d 'Run the script twice, and fail when it gives two results'
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -l sample -d 'Send the first 20 rules of the list to the model too; without this option, nothing of it is sent'
complete -c bloqr -n "__fish_bloqr_using_subcommand transform" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand diff" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand diff" -l format -d 'Output format' -r -f -a "text\t'A line for each rule: + added, - removed, ~ changed, > moved'
json\t'One JSON object, with counts by domain'"
complete -c bloqr -n "__fish_bloqr_using_subcommand diff" -l domains -d 'Count the rules of each domain instead: + added, - removed, ~ changed'
complete -c bloqr -n "__fish_bloqr_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand serve" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand serve" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand rules" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand rules" -l format -d 'Output format' -r -f -a "text\t'For people'
json\t'An array of all rules, or of those that are named'"
complete -c bloqr -n "__fish_bloqr_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and not __fish_seen_subcommand_from schema help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and not __fish_seen_subcommand_from schema help" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and not __fish_seen_subcommand_from schema help" -f -a "schema" -d 'Print the JSON Schema of bloqr.toml, so that editors can complete and check it'
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and not __fish_seen_subcommand_from schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and __fish_seen_subcommand_from schema" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "schema" -d 'Print the JSON Schema of bloqr.toml, so that editors can complete and check it'
complete -c bloqr -n "__fish_bloqr_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l port -d 'Listen on this port; 0 chooses a free port' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l without -d 'Leave out this loader, even if the configuration has it on' -r -f -a "loader\t''
dynamic-worker-loader\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l fault -d 'Make isolates fail in this way' -r -f -a "isolate-start\t'The isolate cannot start'
isolate-throw\t'The isolate throws on every request'
isolate-hang\t'The isolate never answers'
isolate-garbage\t'The isolate answers with something that is not JSON'"
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l state -d 'Keep what agents store in this folder [default: .bloqr/state beside the configuration]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l tier -d 'The tier of the API key' -r -f -a "anonymous\t'No requests'
free\t'60 requests a minute'
payg\t'120 requests a minute'
pro\t'300 requests a minute'
vendor\t'600 requests a minute'
admin\t'No limit'
enterprise\t'No limit'"
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -s e -l env -d 'Run this environment of the configuration, not the top level' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -s c -l config -d 'The wrangler configuration [default: wrangler.toml here, in worker/ or above]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l private-network -d 'Let the worker reach this machine and private networks, and fetch sources there over http'
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -l ephemeral -d 'Forget at the end what agents store'
complete -c bloqr -n "__fish_bloqr_using_subcommand dev" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and not __fish_seen_subcommand_from check sample audit explain help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and not __fish_seen_subcommand_from check sample audit explain help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and not __fish_seen_subcommand_from check sample audit explain help" -f -a "check" -d 'Ask each endpoint, show which path answers, and compare the answers with those computed here'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and not __fish_seen_subcommand_from check sample audit explain help" -f -a "sample" -d 'Send many requests, and count paths, versions and latencies'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and not __fish_seen_subcommand_from check sample audit explain help" -f -a "audit" -d 'Test the guide\'s zero-trust controls from outside'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and not __fish_seen_subcommand_from check sample audit explain help" -f -a "explain" -d 'Compare the bindings in wrangler.toml with what the backend shows, and explain differences'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and not __fish_seen_subcommand_from check sample audit explain help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l endpoint -d 'Which endpoints to ask; `agents` asks for the agent of the key\'s owner' -r -f -a "parse\t''
walk\t''
validate\t''
validate-rule\t''
compile\t''
transform\t''
convert\t''
agents\t''
all\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l expect -d 'The paths that are expected, separated by commas [default: any]' -r -f -a "loader\t''
dynamic-worker-loader\t''
inline\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l rules -d 'Send the rules of this list instead of one rule of each kind' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -s n -l number -d 'How often to ask each endpoint' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.dispatch/1'
github\t'Annotations of a workflow run, and the table'"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l exact -d 'Also count known differences of the backend, and fields that only its answers have'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -s n -l number -d 'Number of requests in each round' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -s c -l concurrency -d 'Number of requests at the same time' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l until -d 'Repeat until this share of the answers took this path, for example loader=100%' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l deadline -d 'With --until, give up after this time' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.dispatch/1'
github\t'Annotations of a workflow run, and the table'"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from sample" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l rate-limit-requests -d 'Send at most this many requests to test the rate limit' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.dispatch/1'
github\t'Annotations of a workflow run, and the table'"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l allow-rate-limit -d 'Also test the rate limit; this uses it up for a minute'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l config -d 'The wrangler configuration [default: the file that wrangler would read]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -s e -l env -d 'The environment that is deployed there [default: the top level]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.dispatch/1'"
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from help" -f -a "check" -d 'Ask each endpoint, show which path answers, and compare the answers with those computed here'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from help" -f -a "sample" -d 'Send many requests, and count paths, versions and latencies'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from help" -f -a "audit" -d 'Test the guide\'s zero-trust controls from outside'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Compare the bindings in wrangler.toml with what the backend shows, and explain differences'
complete -c bloqr -n "__fish_bloqr_using_subcommand dispatch; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "status" -d 'Show the revision and the problems of the desk\'s list, and whether a file differs from it'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "push" -d 'Send a file to the desk'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "pull" -d 'Bring the changes of the desk into a file'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "watch" -d 'Send the changes of a file and bring those of others into it, until Ctrl-C'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "diff" -d 'Show what differs between the desk and a file, or between two revisions of the desk'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "problems" -d 'List the problems of the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "fix" -d 'Fix what can be fixed safely in the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "undo" -d 'Take back the last change of the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "history" -d 'List the revisions of the desk\'s list, the newest first'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "watch-list" -d 'Let the backend watch published lists: it remembers each list and reports what is new'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and not __fish_seen_subcommand_from status push pull watch diff problems fix undo history watch-list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l cache -d 'The folder that remembers which version of the desk\'s list each file comes from [default: bloqr/agent in your cache folder]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l cache -d 'The folder that remembers which version of the desk\'s list each file comes from [default: bloqr/agent in your cache folder]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from push" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l keep -d 'Where both sides changed the same lines, keep those of this side' -r -f -a "file\t'The lines of the file'
desk\t'The lines of the desk'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l cache -d 'The folder that remembers which version of the desk\'s list each file comes from [default: bloqr/agent in your cache folder]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from pull" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l cache -d 'The folder that remembers which version of the desk\'s list each file comes from [default: bloqr/agent in your cache folder]' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l since -d 'Compare a revision of the desk with the newest one' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l lines -d 'Only the problems of these lines, from 1' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from problems" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l rev -d 'Only when the desk is at this revision' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from fix" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l rev -d 'Only when the desk is at this revision' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -s n -l number -d 'Show at most this many revisions' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l backend -d 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l format -d 'Output format' -r -f -a "text\t'Text for a terminal'
json\t'bloqr.agent/1: one object; `watch` prints one on each line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l profile -d 'Use this backend from profiles.toml in your configuration directory' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l api-key-file -d 'Read the API key from this file instead of BLOQR_API_KEY' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l timeout -d 'Time limit of a request or a source, all tries together, to the last byte of the answer' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l connect-timeout -d 'Time limit for connecting, as a part of --timeout' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -l allow-http -d 'Allow plain http to other machines: others can then read everything, including the key'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Print every request to stderr'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -f -a "add" -d 'Watch a list'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -f -a "list" -d 'Show the lists that are watched'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -f -a "remove" -d 'Watch a list no more; the backend forgets what it knew about it'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -f -a "check" -d 'Fetch a list now instead of at its time'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -f -a "reports" -d 'Show what the backend has found, the newest first'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -f -a "webhook" -d 'Have each report sent to a URL'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from watch-list" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show the revision and the problems of the desk\'s list, and whether a file differs from it'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "push" -d 'Send a file to the desk'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "pull" -d 'Bring the changes of the desk into a file'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "watch" -d 'Send the changes of a file and bring those of others into it, until Ctrl-C'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show what differs between the desk and a file, or between two revisions of the desk'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "problems" -d 'List the problems of the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "fix" -d 'Fix what can be fixed safely in the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "undo" -d 'Take back the last change of the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "history" -d 'List the revisions of the desk\'s list, the newest first'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "watch-list" -d 'Let the backend watch published lists: it remembers each list and reports what is new'
complete -c bloqr -n "__fish_bloqr_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and not __fish_seen_subcommand_from new help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and not __fish_seen_subcommand_from new help" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and not __fish_seen_subcommand_from new help" -f -a "new" -d 'Print a new API key, its hash, and the command that stores the hash'
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and not __fish_seen_subcommand_from new help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and __fish_seen_subcommand_from new" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and __fish_seen_subcommand_from new" -l tier -d 'The tier of the key: how many requests a minute it allows' -r -f -a "free\t'60 requests a minute'
payg\t'120 requests a minute'
pro\t'300 requests a minute'
vendor\t'600 requests a minute'
admin\t'No limit'
enterprise\t'No limit'"
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and __fish_seen_subcommand_from new" -l user -d 'The user of the key; the requests of a user are counted together [default: a name made from the key\'s hash]' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "new" -d 'Print a new API key, its hash, and the command that stores the hash'
complete -c bloqr -n "__fish_bloqr_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand completions" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand completions" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "ast" -d 'Look at the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "bindings" -d 'Show, enable and disable the LOADER bindings of a wrangler configuration'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "validate" -d 'Find problems in filter lists, and fix them'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "init" -d 'Write a bloqr.toml for the lists of this directory'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "convert" -d 'Convert a list between AdGuard, uBlock Origin and Adblock Plus'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "compile" -d 'Make one filter list from many sources'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "transform" -d 'Apply transformations of `bloqr compile` to one list, or run a script on lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "diff" -d 'Compare two filter lists rule by rule'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "serve" -d 'Answer requests from another program, one JSON object per line'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "rules" -d 'List the rules of `bloqr validate`, or explain some of them'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "config" -d 'Show what bloqr.toml can contain'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "dev" -d 'Run the backend on this machine'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "dispatch" -d 'Ask a deployed backend which path serves its requests, and whether the answers are right'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "agent" -d 'Keep an unpublished list on a backend, shared by all your programs, and watch published lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "key" -d 'Make API keys for the backend'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings validate init convert compile transform diff serve rules config dev dispatch agent key completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from ast" -f -a "parse" -d 'Print the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from ast" -f -a "walk" -d 'Print the nodes of a list one by one, parents first'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from ast" -f -a "serve" -d 'Answer parse requests from another program, one JSON object per line'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "status" -d 'Show each binding in each environment, and whether wrangler will bind it'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "enable" -d 'Turn a binding on, in the form that wrangler binds'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "disable" -d 'Turn a binding off: comment its block out, so that `enable` can restore it'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "check" -d 'Fail when wrangler would not bind a binding that is on'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "schema" -d 'Print the JSON Schema of bloqr.toml, so that editors can complete and check it'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from dispatch" -f -a "check" -d 'Ask each endpoint, show which path answers, and compare the answers with those computed here'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from dispatch" -f -a "sample" -d 'Send many requests, and count paths, versions and latencies'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from dispatch" -f -a "audit" -d 'Test the guide\'s zero-trust controls from outside'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from dispatch" -f -a "explain" -d 'Compare the bindings in wrangler.toml with what the backend shows, and explain differences'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "status" -d 'Show the revision and the problems of the desk\'s list, and whether a file differs from it'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "push" -d 'Send a file to the desk'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "pull" -d 'Bring the changes of the desk into a file'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "watch" -d 'Send the changes of a file and bring those of others into it, until Ctrl-C'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "diff" -d 'Show what differs between the desk and a file, or between two revisions of the desk'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "problems" -d 'List the problems of the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "fix" -d 'Fix what can be fixed safely in the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "undo" -d 'Take back the last change of the desk\'s list'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "history" -d 'List the revisions of the desk\'s list, the newest first'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "watch-list" -d 'Let the backend watch published lists: it remembers each list and reports what is new'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "new" -d 'Print a new API key, its hash, and the command that stores the hash'
