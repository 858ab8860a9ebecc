
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
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('ast', 'ast', [CompletionResultType]::ParameterValue, 'Look at the syntax tree of filter lists')
            [CompletionResult]::new('bindings', 'bindings', [CompletionResultType]::ParameterValue, 'See, turn on and turn off the LOADER bindings of a wrangler configuration')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Find what is wrong in filter lists, and mend it')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules of `bloqr validate`, or explain some')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Help to write bloqr.toml')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run the backend on this machine')
            [CompletionResult]::new('dispatch', 'dispatch', [CompletionResultType]::ParameterValue, 'Ask a deployed backend which path serves its requests, and whether the answers are right')
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
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer parse requests from another program, one JSON object a line')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;ast;parse' {
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Parse this rule; may be repeated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print [default: tree on a terminal, otherwise json]')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, as `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--option', '--option', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, as `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'Let this backend do the work, and print the same of what it answers')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A backend of profiles.toml in the user''s configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from here rather than from BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a request may take, from connecting to the last byte of its answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'How much of that may pass until there is a connection')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines, which shows them everything, the key too')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;ast;walk' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Print nodes of this type only; may be repeated')
            [CompletionResult]::new('--max-depth', '--max-depth', [CompletionResultType]::ParameterName, 'Go no deeper: 0 is the list, 1 its rules')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print [default: ndjson on a terminal, otherwise json]')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, as `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--option', '--option', [CompletionResultType]::ParameterName, 'Set one of AGTree''s parser options, as `parseHostRules=false`; may be repeated')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Say under which key of its parent each node is, and at which index')
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
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer parse requests from another program, one JSON object a line')
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
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Turn a binding off: comment its block out, so that `enable` finds it again')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fail when a binding that is on would not be bound')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;bindings;status' {
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print it')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;bindings;enable' {
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'In this environment, not at the top level')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'In this environment, not at the top level')
            [CompletionResult]::new('--form', '--form', [CompletionResultType]::ParameterName, '`auto`: what wrangler binds; `guide`: the tables of the integration guide, which stock wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The dispatch namespace of a new LOADER block in the guide''s form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--all-envs', '--all-envs', [CompletionResultType]::ParameterName, 'At the top level and in every environment')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the change and make none')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Like --dry-run, and exit with 1 if a change is needed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Accepted for scripts: nothing is ever asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Accepted for scripts: nothing is ever asked')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;bindings;disable' {
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'In this environment, not at the top level')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'In this environment, not at the top level')
            [CompletionResult]::new('--form', '--form', [CompletionResultType]::ParameterName, '`auto`: what wrangler binds; `guide`: the tables of the integration guide, which stock wrangler drops [default: auto, or `form` in `[bindings]` of bloqr.toml]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--all-envs', '--all-envs', [CompletionResultType]::ParameterName, 'At the top level and in every environment')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the change and make none')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Like --dry-run, and exit with 1 if a change is needed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Accepted for scripts: nothing is ever asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Accepted for scripts: nothing is ever asked')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Delete the block instead; so it always is in a .json without comments')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;bindings;check' {
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Only this environment')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;bindings;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show each binding in each environment, and whether wrangler will bind it')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Turn a binding on, in the form that wrangler binds')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Turn a binding off: comment its block out, so that `enable` finds it again')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fail when a binding that is on would not be bound')
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
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Check this rule; may be repeated')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'A list or directory that the lists are used with: tell exceptions and `badfilter`s too that are of no use there; may be repeated')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Take every file for a list of this kind, whatever is in it')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Whom the lists are for: adg, ubo, abp, brave, or single platforms, between commas [default: every product, or what the list''s header says]')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Look only for what these rules find')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Do not look for what these rules find')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read the configuration from here rather than from the nearest bloqr.toml')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report [default: text; github inside GitHub Actions]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report here rather than to stdout')
            [CompletionResult]::new('--min-severity', '--min-severity', [CompletionResultType]::ParameterName, 'Leave out what is less severe')
            [CompletionResult]::new('--max-warnings', '--max-warnings', [CompletionResultType]::ParameterName, 'Fail when there are more warnings than this')
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'Let this backend check, a list a request; only --strict goes along')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A backend of profiles.toml in the user''s configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from here rather than from BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a request may take, from connecting to the last byte of its answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'How much of that may pass until there is a connection')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Make errors of warnings')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended without changing what a list does')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show what --fix would change, and change nothing')
            [CompletionResult]::new('--statistics', '--statistics', [CompletionResultType]::ParameterName, 'Count the findings of each rule instead of listing them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but the findings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but the findings')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines, which shows them everything, the key too')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;rules' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'bloqr;config' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of bloqr.toml, with which editors complete and check it')
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
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of bloqr.toml, with which editors complete and check it')
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
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Listen here; 0 is any that is free')
            [CompletionResult]::new('--without', '--without', [CompletionResultType]::ParameterName, 'Leave a loader out, whatever the configuration says')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Give isolates a fault')
            [CompletionResult]::new('--tier', '--tier', [CompletionResultType]::ParameterName, 'The tier of the API key')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The configuration; without it, wrangler.toml here, in worker/ or above')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, wrangler.toml here, in worker/ or above')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask each endpoint which path answers, and hold the answers to what the core computes here')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Ask many times, and count paths, versions and latencies')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Try the zero-trust controls of the guide from outside')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Hold what wrangler.toml says is on beside what the backend shows, and say why they differ')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;dispatch;check' {
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Which endpoints to ask')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'The paths that are fine, between commas [default: any]')
            [CompletionResult]::new('--rules', '--rules', [CompletionResultType]::ParameterName, 'Send the rules of this list rather than one of each kind')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How often to ask each endpoint')
            [CompletionResult]::new('--number', '--number', [CompletionResultType]::ParameterName, 'How often to ask each endpoint')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A backend of profiles.toml in the user''s configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from here rather than from BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a request may take, from connecting to the last byte of its answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'How much of that may pass until there is a connection')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--exact', '--exact', [CompletionResultType]::ParameterName, 'Count what is known to differ of the backend that answers, and fields that only it has')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines, which shows them everything, the key too')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;sample' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How many requests, in each round')
            [CompletionResult]::new('--number', '--number', [CompletionResultType]::ParameterName, 'How many requests, in each round')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'How many at a time')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many at a time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Repeat until so many of the answers took that path, as in loader=100%')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'Give up waiting after this')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A backend of profiles.toml in the user''s configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from here rather than from BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a request may take, from connecting to the last byte of its answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'How much of that may pass until there is a connection')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines, which shows them everything, the key too')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;audit' {
            [CompletionResult]::new('--rate-limit-requests', '--rate-limit-requests', [CompletionResultType]::ParameterName, 'How many requests to try it with, at most')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A backend of profiles.toml in the user''s configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from here rather than from BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a request may take, from connecting to the last byte of its answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'How much of that may pass until there is a connection')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--allow-rate-limit', '--allow-rate-limit', [CompletionResultType]::ParameterName, 'Also try the rate limit, which uses it up for a minute')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines, which shows them everything, the key too')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;explain' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the one wrangler would read, from here upwards')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'The environment that is deployed there [default: the top level]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The environment that is deployed there [default: the top level]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A backend of profiles.toml in the user''s configuration directory')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'Read the API key from here rather than from BLOQR_API_KEY')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a request may take, from connecting to the last byte of its answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'How much of that may pass until there is a connection')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines, which shows them everything, the key too')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of every request on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'bloqr;dispatch;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask each endpoint which path answers, and hold the answers to what the core computes here')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Ask many times, and count paths, versions and latencies')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Try the zero-trust controls of the guide from outside')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Hold what wrangler.toml says is on beside what the backend shows, and say why they differ')
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
        'bloqr;key' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a new API key, its hash, and the command that stores the hash')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;key;new' {
            [CompletionResult]::new('--tier', '--tier', [CompletionResultType]::ParameterName, 'How many requests a minute the key is good for')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose requests are counted together [default: a name made from the key''s hash]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output')
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
            [CompletionResult]::new('bindings', 'bindings', [CompletionResultType]::ParameterValue, 'See, turn on and turn off the LOADER bindings of a wrangler configuration')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Find what is wrong in filter lists, and mend it')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules of `bloqr validate`, or explain some')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Help to write bloqr.toml')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run the backend on this machine')
            [CompletionResult]::new('dispatch', 'dispatch', [CompletionResultType]::ParameterValue, 'Ask a deployed backend which path serves its requests, and whether the answers are right')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Make API keys for the backend')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'bloqr;help;ast' {
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Print the syntax tree of filter lists')
            [CompletionResult]::new('walk', 'walk', [CompletionResultType]::ParameterValue, 'Print the nodes of a list one by one, parents first')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer parse requests from another program, one JSON object a line')
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
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Turn a binding off: comment its block out, so that `enable` finds it again')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Fail when a binding that is on would not be bound')
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
        'bloqr;help;rules' {
            break
        }
        'bloqr;help;config' {
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of bloqr.toml, with which editors complete and check it')
            break
        }
        'bloqr;help;config;schema' {
            break
        }
        'bloqr;help;dev' {
            break
        }
        'bloqr;help;dispatch' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Ask each endpoint which path answers, and hold the answers to what the core computes here')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Ask many times, and count paths, versions and latencies')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Try the zero-trust controls of the guide from outside')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Hold what wrangler.toml says is on beside what the backend shows, and say why they differ')
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
