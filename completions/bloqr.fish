# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_bloqr_global_optspecs
    string join \n color= h/help V/version
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
complete -c bloqr -n "__fish_bloqr_needs_command" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_needs_command" -s V -l version -d 'Print version'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "ast" -d 'Look at the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "bindings" -d 'See, turn on and turn off the LOADER bindings of a wrangler configuration'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c bloqr -n "__fish_bloqr_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "parse" -d 'Print the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "walk" -d 'Print the nodes of a list one by one, parents first'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "serve" -d 'Answer parse requests from another program, one JSON object a line'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and not __fish_seen_subcommand_from parse walk serve help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l rule -d 'Parse this rule; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l format -d 'What to print [default: tree on a terminal, otherwise json]' -r -f -a "json\t'What `POST /api/ast/parse` answers: offsets count from the start of each rule'
agtree\t'AGTree\'s FilterList: offsets count from the start of the file'
ndjson\t'AGTree\'s rules, one a line, as they are read'
tree\t'Indented and coloured, for people'
summary\t'How many rules there are of each kind, and where the invalid ones are'"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -s O -l option -d 'Set one of AGTree\'s parser options, as `parseHostRules=false`; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from parse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l type -d 'Print nodes of this type only; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l max-depth -d 'Go no deeper: 0 is the list, 1 its rules' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l format -d 'What to print [default: ndjson on a terminal, otherwise json]' -r -f -a "json\t'What `POST /api/ast/walk` answers'
ndjson\t'One node a line'"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -s O -l option -d 'Set one of AGTree\'s parser options, as `parseHostRules=false`; may be repeated' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -l context -d 'Say under which key of its parent each node is, and at which index'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from walk" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from serve" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "parse" -d 'Print the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "walk" -d 'Print the nodes of a list one by one, parents first'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Answer parse requests from another program, one JSON object a line'
complete -c bloqr -n "__fish_bloqr_using_subcommand ast; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "status" -d 'Show each binding in each environment, and whether wrangler will bind it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "enable" -d 'Turn a binding on, in the form that wrangler binds'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "disable" -d 'Turn a binding off: comment its block out, so that `enable` finds it again'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "check" -d 'Fail when a binding that is on would not be bound'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and not __fish_seen_subcommand_from status enable disable check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -s e -l env -d 'Only this environment' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -l format -d 'How to print it' -r -f -a "text\t''
json\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -s c -l config -d 'The configuration; without it, the one wrangler would read, from here upwards' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s e -l env -d 'In this environment, not at the top level' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l form -d '`auto`: what wrangler binds; `guide`: the tables of the integration guide, which stock wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]' -r -f -a "auto\t''
guide\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s c -l config -d 'The configuration; without it, the one wrangler would read, from here upwards' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l namespace -d 'The dispatch namespace of a new LOADER block in the guide\'s form' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l all-envs -d 'At the top level and in every environment'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l dry-run -d 'Print the change and make none'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -l check -d 'Like --dry-run, and exit with 1 if a change is needed'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s y -l yes -d 'Accepted for scripts: nothing is ever asked'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from enable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s e -l env -d 'In this environment, not at the top level' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l form -d '`auto`: what wrangler binds; `guide`: the tables of the integration guide, which stock wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]' -r -f -a "auto\t''
guide\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s c -l config -d 'The configuration; without it, the one wrangler would read, from here upwards' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l all-envs -d 'At the top level and in every environment'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l dry-run -d 'Print the change and make none'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l check -d 'Like --dry-run, and exit with 1 if a change is needed'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s y -l yes -d 'Accepted for scripts: nothing is ever asked'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -l remove -d 'Delete the block instead; so it always is in a .json without comments'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -s e -l env -d 'Only this environment' -r
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -s c -l config -d 'The configuration; without it, the one wrangler would read, from here upwards' -r -F
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show each binding in each environment, and whether wrangler will bind it'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "enable" -d 'Turn a binding on, in the form that wrangler binds'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "disable" -d 'Turn a binding off: comment its block out, so that `enable` finds it again'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "check" -d 'Fail when a binding that is on would not be bound'
complete -c bloqr -n "__fish_bloqr_using_subcommand bindings; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand completions" -l color -d 'Colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c bloqr -n "__fish_bloqr_using_subcommand completions" -s h -l help -d 'Print help'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings completions help" -f -a "ast" -d 'Look at the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings completions help" -f -a "bindings" -d 'See, turn on and turn off the LOADER bindings of a wrangler configuration'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings completions help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and not __fish_seen_subcommand_from ast bindings completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from ast" -f -a "parse" -d 'Print the syntax tree of filter lists'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from ast" -f -a "walk" -d 'Print the nodes of a list one by one, parents first'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from ast" -f -a "serve" -d 'Answer parse requests from another program, one JSON object a line'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "status" -d 'Show each binding in each environment, and whether wrangler will bind it'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "enable" -d 'Turn a binding on, in the form that wrangler binds'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "disable" -d 'Turn a binding off: comment its block out, so that `enable` finds it again'
complete -c bloqr -n "__fish_bloqr_using_subcommand help; and __fish_seen_subcommand_from bindings" -f -a "check" -d 'Fail when a binding that is on would not be bound'
