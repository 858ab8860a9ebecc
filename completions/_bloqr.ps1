
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'bloqr' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'bloqr'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'bloqr' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'With --version: print what a bug report needs; it has no secrets')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('ast', 'ast', [CompletionResultType]::ParameterValue, 'Look at the syntax tree of filter lists')
            [CompletionResult]::new('bindings', 'bindings', [CompletionResultType]::ParameterValue, 'Show, enable and disable the LOADER bindings of a wrangler configuration')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Find problems in filter lists, and fix them')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a bloqr.toml for the lists of this directory')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Convert a list between AdGuard, uBlock Origin and Adblock Plus')
            [CompletionResult]::new('compile', 'compile', [CompletionResultType]::ParameterValue, 'Make one filter list from many sources')
            [CompletionResult]::new('transform', 'transform', [CompletionResultType]::ParameterValue, 'Apply transformations of `bloqr compile` to one list, or run a script on lists')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two filter lists rule by rule')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer requests from another program, one JSON object per line')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules of `bloqr validate`, or explain some of them')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show what bloqr.toml can contain')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run the backend on this machine')
            [CompletionResult]::new('dispatch', 'dispatch', [CompletionResultType]::ParameterValue, 'Ask a deployed backend which path serves its requests, and whether the answers are right')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'Keep an unpublished list on a backend, shared by all your programs, and watch published lists')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Make API keys for the backend')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;ast' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Print the syntax tree of filter lists')
            [CompletionResult]::new('walk', 'walk', [CompletionResultType]::ParameterValue, 'Print the nodes of a list one by one, parents first')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer parse requests from another program, one JSON object per line')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;ast;parse' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Parse this rule; may be repeated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print [default: tree on a terminal, otherwise json]')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, for example `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--option', '--option', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, for example `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'Send the lists to this backend, and print its answers in the same format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;ast;walk' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Print nodes of this type only; may be repeated')
            [CompletionResult]::new('--max-depth', '--max-depth', [CompletionResultType]::ParameterName, 'Print nodes down to this depth: 0 is the list, 1 is its rules')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print [default: ndjson on a terminal, otherwise json]')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, for example `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--option', '--option', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, for example `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Also print the key of the parent that holds each node, and the index under that key')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;ast;serve' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;ast;help' {
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Print the syntax tree of filter lists')
            [CompletionResult]::new('walk', 'walk', [CompletionResultType]::ParameterValue, 'Print the nodes of a list one by one, parents first')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer parse requests from another program, one JSON object per line')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;ast;help;parse' {
            break
        }
        'bloqr;ast;help;walk' {
            break
        }
        'bloqr;ast;help;serve' {
            break
        }
        'bloqr;ast;help;help' {
            break
        }
        'bloqr;bindings' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show each binding in each environment, and whether wrangler will bind it')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Turn a binding on, in the form that wrangler binds')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Turn a binding off: comment its block out, so that `enable` can restore it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fail when wrangler would not bind a binding that is on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;bindings;status' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--previews', '--previews', [CompletionResultType]::ParameterName, 'Only the `previews` of the top level or of --env: what `wrangler preview` reads')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;bindings;enable' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Change this environment, not the top level')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Change this environment, not the top level')
            [CompletionResult]::new('--form', '--form', [CompletionResultType]::ParameterName, '`auto` writes the form that wrangler binds; `guide` writes the tables of the integration guide, which wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The dispatch namespace of a new LOADER block in the guide''s form')
            [CompletionResult]::new('--all-envs', '--all-envs', [CompletionResultType]::ParameterName, 'Change the top level and every environment')
            [CompletionResult]::new('--previews', '--previews', [CompletionResultType]::ParameterName, 'Change the `previews` of the top level, of --env, or of --all-envs: what `wrangler preview` reads')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the change without making it')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Like --dry-run, but exit with 1 if a change is needed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Accepted for scripts, without effect: the command never asks questions')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Accepted for scripts, without effect: the command never asks questions')
            [CompletionResult]::new('--move', '--move', [CompletionResultType]::ParameterName, 'Move a worker loader from `unsafe.bindings`, which `wrangler dev` leaves out, to `worker_loaders`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;bindings;disable' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Change this environment, not the top level')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Change this environment, not the top level')
            [CompletionResult]::new('--form', '--form', [CompletionResultType]::ParameterName, '`auto` writes the form that wrangler binds; `guide` writes the tables of the integration guide, which wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--all-envs', '--all-envs', [CompletionResultType]::ParameterName, 'Change the top level and every environment')
            [CompletionResult]::new('--previews', '--previews', [CompletionResultType]::ParameterName, 'Change the `previews` of the top level, of --env, or of --all-envs: what `wrangler preview` reads')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the change without making it')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Like --dry-run, but exit with 1 if a change is needed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Accepted for scripts, without effect: the command never asks questions')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Accepted for scripts, without effect: the command never asks questions')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Delete the block instead of commenting it out; a .json without comments always does this')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;bindings;check' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('--previews', '--previews', [CompletionResultType]::ParameterName, 'Only the `previews` of the top level or of --env: what `wrangler preview` reads')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;bindings;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show each binding in each environment, and whether wrangler will bind it')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Turn a binding on, in the form that wrangler binds')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Turn a binding off: comment its block out, so that `enable` can restore it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fail when wrangler would not bind a binding that is on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;bindings;help;status' {
            break
        }
        'bloqr;bindings;help;enable' {
            break
        }
        'bloqr;bindings;help;disable' {
            break
        }
        'bloqr;bindings;help;check' {
            break
        }
        'bloqr;bindings;help;help' {
            break
        }
        'bloqr;validate' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Check this rule; may be repeated')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'A list or directory that the lists are used together with: also report exceptions and `badfilter`s that have no effect there, and rules that these lists make redundant; may be repeated')
            [CompletionResult]::new('--stdin-filename', '--stdin-filename', [CompletionResultType]::ParameterName, 'Check stdin with the configuration of this file, which is not read: for editors')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Read every file as a list of this kind, no matter what it contains')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'The targets of the lists: adg, ubo, abp, brave, or single platforms, separated by commas [default: every product, or the products in the header of the list]')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Run only these rules')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Do not run these rules')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration instead of the nearest bloqr.toml')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: text; github inside GitHub Actions]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to this file instead of stdout')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Leave out the problems that are in this file')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write today''s problems to this file. Problems of lists that are not checked stay in it')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Leave out problems on lines that were there before: only lines count that were added since the branch left this revision, also when they are not committed')
            [CompletionResult]::new('--min-severity', '--min-severity', [CompletionResultType]::ParameterName, 'Leave out findings that are less severe')
            [CompletionResult]::new('--max-warnings', '--max-warnings', [CompletionResultType]::ParameterName, 'Fail when there are more warnings than this')
            [CompletionResult]::new('--max-diagnostics', '--max-diagnostics', [CompletionResultType]::ParameterName, 'List at most so many findings; the others are counted')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'Let this backend check each list in one request; it only gets --strict')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--across', '--across', [CompletionResultType]::ParameterName, 'Compare the rules of all lists with each other; without this, those of all lists below the directory if only one is given, else those of lists in the same directory')
            [CompletionResult]::new('--no-across', '--no-across', [CompletionResultType]::ParameterName, 'Compare only the rules of lists that include each other')
            [CompletionResult]::new('--force-exclude', '--force-exclude', [CompletionResultType]::ParameterName, 'Skip named files that the configuration excludes, or that are not named like lists: for hooks that name the changed files')
            [CompletionResult]::new('--every-target', '--every-target', [CompletionResultType]::ParameterName, 'Require rules to be valid for each product of the targets, not only for one of them')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings as errors')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List every finding; otherwise text and github list five findings of a rule in each list, and count the rest')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Apply the fixes that do not change what a list does')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show what --fix would change, and change nothing')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'With --fix or --diff: also apply fixes that can change what a list does')
            [CompletionResult]::new('--add-suppressions', '--add-suppressions', [CompletionResultType]::ParameterName, 'Write a comment into the lists that hides each of today''s problems')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 also when there are problems')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Check again whenever a list or a configuration changes, until Ctrl-C')
            [CompletionResult]::new('--statistics', '--statistics', [CompletionResultType]::ParameterName, 'Count the findings of each rule instead of listing them')
            [CompletionResult]::new('--show-settings', '--show-settings', [CompletionResultType]::ParameterName, 'Print the settings for each list instead of checking it: its targets, its configuration, and which files are not checked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the findings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the findings')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;init' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;convert' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The product that will read the list')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file instead of stdout')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Keep a rule that cannot be converted as a comment')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;compile' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The configuration: HostlistCompiler''s JSON, or TOML with the same keys')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration: HostlistCompiler''s JSON, or TOML with the same keys')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Compile these sources with the default transformations instead: lists, directories, https URLs, or `-` for stdin')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Compile these sources with the default transformations instead: lists, directories, https URLs, or `-` for stdin')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Apply these transformations with --input instead of the default ones')
            [CompletionResult]::new('--transformations', '--transformations', [CompletionResultType]::ParameterName, 'Apply these transformations with --input instead of the default ones')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The title of the list of --input')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the list here, `-` for stdout; may be repeated, with a format before each path')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the list here, `-` for stdout; may be repeated, with a format before each path')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of outputs without a format')
            [CompletionResult]::new('--define', '--define', [CompletionResultType]::ParameterName, 'A name that is true in `!#if`; may be repeated')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Write nothing; show the rules that only the list or only this file has')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Write no list; explain what happened to a rule, a domain, or a line like `list.txt:14`')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write statistics as JSON to this file')
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, 'The time in the header [default: SOURCE_DATE_EPOCH, or now]')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'Keep copies of fetched sources in this directory, and fetch only what has changed')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'Let this backend compile the list; the backend fetches the URLs')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing, and exit 1 if an output would change')
            [CompletionResult]::new('--stats', '--stats', [CompletionResultType]::ParameterName, 'Show what each step did')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Do not use the network: read fetched sources only from --cache')
            [CompletionResult]::new('--allow-stale', '--allow-stale', [CompletionResultType]::ParameterName, 'When a source cannot be fetched, use the last good copy of it')
            [CompletionResult]::new('--allow-empty', '--allow-empty', [CompletionResultType]::ParameterName, 'Accept sources that are empty, HTML, or far smaller than their last copy')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only results, warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;transform' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'The transformations; their order does not matter')
            [CompletionResult]::new('--transformations', '--transformations', [CompletionResultType]::ParameterName, 'The transformations; their order does not matter')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Remove lines that match this pattern: a text, a pattern with `*`, or a `/regular expression/`; may be repeated')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Keep only lines that match one of these patterns; may be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the list to this file instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the list to this file instead of stdout')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'Run this script, a JavaScript module, with each list')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Give the script the text of a file, as `info.data.NAME`; may be repeated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Ask a language model to write a script that does this, and print the script')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'Explain the transformations')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show what would change, as a diff, and change nothing: the default')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Change the lists; that of stdin goes to stdout')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Change and show nothing, and fail when a list would change')
            [CompletionResult]::new('--check-deterministic', '--check-deterministic', [CompletionResultType]::ParameterName, 'Run the script twice, and fail when it gives two results')
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Send the first 20 rules of the list to the model too; without this option, nothing of it is sent')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;diff' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--domains', '--domains', [CompletionResultType]::ParameterName, 'Count the rules of each domain instead: + added, - removed, ~ changed')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;serve' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;rules' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;config' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of bloqr.toml, so that editors can complete and check it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;config;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;config;help' {
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of bloqr.toml, so that editors can complete and check it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;config;help;schema' {
            break
        }
        'bloqr;config;help;help' {
            break
        }
        'bloqr;dev' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Listen on this port; 0 chooses a free port')
            [CompletionResult]::new('--without', '--without', [CompletionResultType]::ParameterName, 'Leave out this loader, even if the configuration has it on')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Make isolates fail in this way')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Keep what agents store in this folder [default: .bloqr/state beside the configuration]')
            [CompletionResult]::new('--tier', '--tier', [CompletionResultType]::ParameterName, 'The tier of the API key')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Run this environment of the configuration, not the top level')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Run this environment of the configuration, not the top level')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: wrangler.toml here, in worker/ or above]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: wrangler.toml here, in worker/ or above]')
            [CompletionResult]::new('--private-network', '--private-network', [CompletionResultType]::ParameterName, 'Let the worker reach this machine and private networks, and fetch sources there over http')
            [CompletionResult]::new('--ephemeral', '--ephemeral', [CompletionResultType]::ParameterName, 'Forget at the end what agents store')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask each endpoint, show which path answers, and compare the answers with those computed here')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Send many requests, and count paths, versions and latencies')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Test the guide''s zero-trust controls from outside')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Compare the bindings in wrangler.toml with what the backend shows, and explain differences')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;dispatch;check' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Which endpoints to ask; `agents` asks for the agent of the key''s owner')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'The paths that are expected, separated by commas [default: any]')
            [CompletionResult]::new('--rules', '--rules', [CompletionResultType]::ParameterName, 'Send the rules of this list instead of one rule of each kind')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How often to ask each endpoint')
            [CompletionResult]::new('--number', '--number', [CompletionResultType]::ParameterName, 'How often to ask each endpoint')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--exact', '--exact', [CompletionResultType]::ParameterName, 'Also count known differences of the backend, and fields that only its answers have')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;sample' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Number of requests in each round')
            [CompletionResult]::new('--number', '--number', [CompletionResultType]::ParameterName, 'Number of requests in each round')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Number of requests at the same time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Number of requests at the same time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Repeat until this share of the answers took this path, for example loader=100%')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'With --until, give up after this time')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;audit' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--rate-limit-requests', '--rate-limit-requests', [CompletionResultType]::ParameterName, 'Send at most this many requests to test the rate limit')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-rate-limit', '--allow-rate-limit', [CompletionResultType]::ParameterName, 'Also test the rate limit; this uses it up for a minute')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;explain' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The wrangler configuration [default: the file that wrangler would read]')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'The environment that is deployed there [default: the top level]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The environment that is deployed there [default: the top level]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask each endpoint, show which path answers, and compare the answers with those computed here')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Send many requests, and count paths, versions and latencies')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Test the guide''s zero-trust controls from outside')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Compare the bindings in wrangler.toml with what the backend shows, and explain differences')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;dispatch;help;check' {
            break
        }
        'bloqr;dispatch;help;sample' {
            break
        }
        'bloqr;dispatch;help;audit' {
            break
        }
        'bloqr;dispatch;help;explain' {
            break
        }
        'bloqr;dispatch;help;help' {
            break
        }
        'bloqr;agent' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the revision and the problems of the desk''s list, and whether a file differs from it')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Send a file to the desk')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Bring the changes of the desk into a file')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Send the changes of a file and bring those of others into it, until Ctrl-C')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between the desk and a file, or between two revisions of the desk')
            [CompletionResult]::new('problems', 'problems', [CompletionResultType]::ParameterValue, 'List the problems of the desk''s list')
            [CompletionResult]::new('fix', 'fix', [CompletionResultType]::ParameterValue, 'Fix what can be fixed safely in the desk''s list')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back the last change of the desk''s list')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the revisions of the desk''s list, the newest first')
            [CompletionResult]::new('watch-list', 'watch-list', [CompletionResultType]::ParameterValue, 'Let the backend watch published lists: it remembers each list and reports what is new')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;agent;status' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The folder that remembers which version of the desk''s list each file comes from [default: bloqr/agent in your cache folder]')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;push' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The folder that remembers which version of the desk''s list each file comes from [default: bloqr/agent in your cache folder]')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;pull' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Where both sides changed the same lines, keep those of this side')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The folder that remembers which version of the desk''s list each file comes from [default: bloqr/agent in your cache folder]')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The folder that remembers which version of the desk''s list each file comes from [default: bloqr/agent in your cache folder]')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;diff' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Compare a revision of the desk with the newest one')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;problems' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Only the problems of these lines, from 1')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;fix' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--rev', '--rev', [CompletionResultType]::ParameterName, 'Only when the desk is at this revision')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;undo' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--rev', '--rev', [CompletionResultType]::ParameterName, 'Only when the desk is at this revision')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;history' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show at most this many revisions')
            [CompletionResult]::new('--number', '--number', [CompletionResultType]::ParameterName, 'Show at most this many revisions')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch-list' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Watch a list')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the lists that are watched')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Watch a list no more; the backend forgets what it knew about it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fetch a list now instead of at its time')
            [CompletionResult]::new('reports', 'reports', [CompletionResultType]::ParameterValue, 'Show what the backend has found, the newest first')
            [CompletionResult]::new('webhook', 'webhook', [CompletionResultType]::ParameterValue, 'Have each report sent to a URL')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;agent;watch-list;add' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How often to fetch it, in hours, from 6 to 168')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch-list;list' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch-list;remove' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch-list;check' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch-list;reports' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show at most this many reports')
            [CompletionResult]::new('--number', '--number', [CompletionResultType]::ParameterName, 'Show at most this many reports')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch-list;webhook' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the secret for signatures from this file [default: a new one, which is printed once]')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'The root URL of the backend, for example https://api.example.com [env: BLOQR_URL]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this backend from profiles.toml in your configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from this file instead of BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of a request or a source, all tries together, to the last byte of the answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Time limit for connecting, as a part of --timeout')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Send no more reports')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: others can then read everything, including the key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every request to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;agent;watch-list;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Watch a list')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the lists that are watched')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Watch a list no more; the backend forgets what it knew about it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fetch a list now instead of at its time')
            [CompletionResult]::new('reports', 'reports', [CompletionResultType]::ParameterValue, 'Show what the backend has found, the newest first')
            [CompletionResult]::new('webhook', 'webhook', [CompletionResultType]::ParameterValue, 'Have each report sent to a URL')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;agent;watch-list;help;add' {
            break
        }
        'bloqr;agent;watch-list;help;list' {
            break
        }
        'bloqr;agent;watch-list;help;remove' {
            break
        }
        'bloqr;agent;watch-list;help;check' {
            break
        }
        'bloqr;agent;watch-list;help;reports' {
            break
        }
        'bloqr;agent;watch-list;help;webhook' {
            break
        }
        'bloqr;agent;watch-list;help;help' {
            break
        }
        'bloqr;agent;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the revision and the problems of the desk''s list, and whether a file differs from it')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Send a file to the desk')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Bring the changes of the desk into a file')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Send the changes of a file and bring those of others into it, until Ctrl-C')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between the desk and a file, or between two revisions of the desk')
            [CompletionResult]::new('problems', 'problems', [CompletionResultType]::ParameterValue, 'List the problems of the desk''s list')
            [CompletionResult]::new('fix', 'fix', [CompletionResultType]::ParameterValue, 'Fix what can be fixed safely in the desk''s list')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back the last change of the desk''s list')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the revisions of the desk''s list, the newest first')
            [CompletionResult]::new('watch-list', 'watch-list', [CompletionResultType]::ParameterValue, 'Let the backend watch published lists: it remembers each list and reports what is new')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;agent;help;status' {
            break
        }
        'bloqr;agent;help;push' {
            break
        }
        'bloqr;agent;help;pull' {
            break
        }
        'bloqr;agent;help;watch' {
            break
        }
        'bloqr;agent;help;diff' {
            break
        }
        'bloqr;agent;help;problems' {
            break
        }
        'bloqr;agent;help;fix' {
            break
        }
        'bloqr;agent;help;undo' {
            break
        }
        'bloqr;agent;help;history' {
            break
        }
        'bloqr;agent;help;watch-list' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Watch a list')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the lists that are watched')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Watch a list no more; the backend forgets what it knew about it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fetch a list now instead of at its time')
            [CompletionResult]::new('reports', 'reports', [CompletionResultType]::ParameterValue, 'Show what the backend has found, the newest first')
            [CompletionResult]::new('webhook', 'webhook', [CompletionResultType]::ParameterValue, 'Have each report sent to a URL')
            break
        }
        'bloqr;agent;help;watch-list;add' {
            break
        }
        'bloqr;agent;help;watch-list;list' {
            break
        }
        'bloqr;agent;help;watch-list;remove' {
            break
        }
        'bloqr;agent;help;watch-list;check' {
            break
        }
        'bloqr;agent;help;watch-list;reports' {
            break
        }
        'bloqr;agent;help;watch-list;webhook' {
            break
        }
        'bloqr;agent;help;help' {
            break
        }
        'bloqr;key' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a new API key, its hash, and the command that stores the hash')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;key;new' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--tier', '--tier', [CompletionResultType]::ParameterName, 'The tier of the key: how many requests a minute it allows')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the key; the requests of a user are counted together [default: a name made from the key''s hash]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;key;help' {
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a new API key, its hash, and the command that stores the hash')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;key;help;new' {
            break
        }
        'bloqr;key;help;help' {
            break
        }
        'bloqr;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;help' {
            [CompletionResult]::new('ast', 'ast', [CompletionResultType]::ParameterValue, 'Look at the syntax tree of filter lists')
            [CompletionResult]::new('bindings', 'bindings', [CompletionResultType]::ParameterValue, 'Show, enable and disable the LOADER bindings of a wrangler configuration')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Find problems in filter lists, and fix them')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a bloqr.toml for the lists of this directory')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Convert a list between AdGuard, uBlock Origin and Adblock Plus')
            [CompletionResult]::new('compile', 'compile', [CompletionResultType]::ParameterValue, 'Make one filter list from many sources')
            [CompletionResult]::new('transform', 'transform', [CompletionResultType]::ParameterValue, 'Apply transformations of `bloqr compile` to one list, or run a script on lists')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two filter lists rule by rule')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer requests from another program, one JSON object per line')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules of `bloqr validate`, or explain some of them')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show what bloqr.toml can contain')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run the backend on this machine')
            [CompletionResult]::new('dispatch', 'dispatch', [CompletionResultType]::ParameterValue, 'Ask a deployed backend which path serves its requests, and whether the answers are right')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'Keep an unpublished list on a backend, shared by all your programs, and watch published lists')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Make API keys for the backend')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;help;ast' {
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Print the syntax tree of filter lists')
            [CompletionResult]::new('walk', 'walk', [CompletionResultType]::ParameterValue, 'Print the nodes of a list one by one, parents first')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer parse requests from another program, one JSON object per line')
            break
        }
        'bloqr;help;ast;parse' {
            break
        }
        'bloqr;help;ast;walk' {
            break
        }
        'bloqr;help;ast;serve' {
            break
        }
        'bloqr;help;bindings' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show each binding in each environment, and whether wrangler will bind it')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Turn a binding on, in the form that wrangler binds')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Turn a binding off: comment its block out, so that `enable` can restore it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fail when wrangler would not bind a binding that is on')
            break
        }
        'bloqr;help;bindings;status' {
            break
        }
        'bloqr;help;bindings;enable' {
            break
        }
        'bloqr;help;bindings;disable' {
            break
        }
        'bloqr;help;bindings;check' {
            break
        }
        'bloqr;help;validate' {
            break
        }
        'bloqr;help;init' {
            break
        }
        'bloqr;help;convert' {
            break
        }
        'bloqr;help;compile' {
            break
        }
        'bloqr;help;transform' {
            break
        }
        'bloqr;help;diff' {
            break
        }
        'bloqr;help;serve' {
            break
        }
        'bloqr;help;rules' {
            break
        }
        'bloqr;help;config' {
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of bloqr.toml, so that editors can complete and check it')
            break
        }
        'bloqr;help;config;schema' {
            break
        }
        'bloqr;help;dev' {
            break
        }
        'bloqr;help;dispatch' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask each endpoint, show which path answers, and compare the answers with those computed here')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Send many requests, and count paths, versions and latencies')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Test the guide''s zero-trust controls from outside')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Compare the bindings in wrangler.toml with what the backend shows, and explain differences')
            break
        }
        'bloqr;help;dispatch;check' {
            break
        }
        'bloqr;help;dispatch;sample' {
            break
        }
        'bloqr;help;dispatch;audit' {
            break
        }
        'bloqr;help;dispatch;explain' {
            break
        }
        'bloqr;help;agent' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the revision and the problems of the desk''s list, and whether a file differs from it')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Send a file to the desk')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Bring the changes of the desk into a file')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Send the changes of a file and bring those of others into it, until Ctrl-C')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between the desk and a file, or between two revisions of the desk')
            [CompletionResult]::new('problems', 'problems', [CompletionResultType]::ParameterValue, 'List the problems of the desk''s list')
            [CompletionResult]::new('fix', 'fix', [CompletionResultType]::ParameterValue, 'Fix what can be fixed safely in the desk''s list')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back the last change of the desk''s list')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the revisions of the desk''s list, the newest first')
            [CompletionResult]::new('watch-list', 'watch-list', [CompletionResultType]::ParameterValue, 'Let the backend watch published lists: it remembers each list and reports what is new')
            break
        }
        'bloqr;help;agent;status' {
            break
        }
        'bloqr;help;agent;push' {
            break
        }
        'bloqr;help;agent;pull' {
            break
        }
        'bloqr;help;agent;watch' {
            break
        }
        'bloqr;help;agent;diff' {
            break
        }
        'bloqr;help;agent;problems' {
            break
        }
        'bloqr;help;agent;fix' {
            break
        }
        'bloqr;help;agent;undo' {
            break
        }
        'bloqr;help;agent;history' {
            break
        }
        'bloqr;help;agent;watch-list' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Watch a list')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the lists that are watched')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Watch a list no more; the backend forgets what it knew about it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fetch a list now instead of at its time')
            [CompletionResult]::new('reports', 'reports', [CompletionResultType]::ParameterValue, 'Show what the backend has found, the newest first')
            [CompletionResult]::new('webhook', 'webhook', [CompletionResultType]::ParameterValue, 'Have each report sent to a URL')
            break
        }
        'bloqr;help;agent;watch-list;add' {
            break
        }
        'bloqr;help;agent;watch-list;list' {
            break
        }
        'bloqr;help;agent;watch-list;remove' {
            break
        }
        'bloqr;help;agent;watch-list;check' {
            break
        }
        'bloqr;help;agent;watch-list;reports' {
            break
        }
        'bloqr;help;agent;watch-list;webhook' {
            break
        }
        'bloqr;help;key' {
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a new API key, its hash, and the command that stores the hash')
            break
        }
        'bloqr;help;key;new' {
            break
        }
        'bloqr;help;completions' {
            break
        }
        'bloqr;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
