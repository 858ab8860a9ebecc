//! What must hold of every edit, over every configuration there is: the corpus, real files where
//! they lie beside this repository, variants of both, and generated ones.

use std::{env, fs, path::PathBuf};

use bloqr::wrangler::{
    Binding, Change, Config, Done, Form, NAMESPACE, Problem, Refusal, Scope, State, Status, Syntax,
    Task, edit, edit_all, status,
};

use crate::support::{files, root};

#[test]
fn laws_hold_over_the_corpus() {
    let files = configurations(root().join("tests/corpus/wrangler"));
    assert!(files.len() > 40, "the corpus is gone");
    hold(files);
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that tried nothing says so")]
fn laws_hold_over_real_files() {
    let shared = env::var_os("BLOQR_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| root().join("../shared")).join("wrangler-configs");
    if !shared.is_dir() {
        eprintln!("skipped: no shared wrangler-configs beside the repository");
        return;
    }
    hold(configurations(shared));
}

#[test]
fn laws_hold_over_generated_files() {
    let most = env::var("BLOQR_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(40);
    let seeds = 1..=most;
    hold(seeds.map(|seed| (format!("seed {seed}"), Syntax::Toml, generate(seed))).collect());
}

type File = (String, Syntax, String);

fn configurations(dir: PathBuf) -> Vec<File> {
    let kinds = [("toml", Syntax::Toml), ("jsonc", Syntax::Jsonc), ("json", Syntax::Json)];
    let mut found = Vec::new();
    for (extension, syntax) in kinds {
        for path in files(&dir, extension) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path.file_name().unwrap().to_string_lossy().into_owned(), syntax, text));
        }
    }
    found
}

/// Tests the laws on each file, with all line endings and encodings in which it can be saved.
fn hold(files: Vec<File>) {
    let (mut texts, mut edits) = (0, 0);
    for (name, syntax, text) in files {
        for (index, (how, text)) in variants(&text, syntax).into_iter().enumerate() {
            if Config::parse(&text, syntax).is_err() {
                continue;
            }
            texts += 1;
            edits += hold_for(&format!("{name} ({how})"), &text, syntax, index == 0);
        }
    }
    assert!(edits > texts, "{edits} edits in {texts} texts: nothing was tried");
}

fn variants(text: &str, syntax: Syntax) -> Vec<(&'static str, String)> {
    let lf = text.replace("\r\n", "\n");
    let bare = lf.trim_end().to_owned();
    let mut variants = vec![
        ("as it is", text.to_owned()),
        ("crlf", lf.replace('\n', "\r\n")),
        ("no final newline", bare.clone()),
        ("crlf, no final newline", bare.replace('\n', "\r\n")),
        ("blank lines at the end", format!("{bare}\n\n\n")),
        ("spaces at the end", format!("{bare}\n  \n\t")),
        ("byte order mark", format!("\u{feff}{}", lf.trim_start_matches('\u{feff}'))),
    ];
    if syntax == Syntax::Toml {
        variants.push(("indented", lf.lines().map(|it| format!("  {it}\n")).collect()));
        variants.push((
            "glued",
            lf.lines().filter(|it| !it.is_empty()).map(|it| format!("{it}\n")).collect(),
        ));
        variants.push(("ends in a comment", format!("{bare}\n# binding = \"X\"\n")));
    }
    variants
}

struct Laws<'a> {
    name: &'a str,
    syntax: Syntax,
}

impl Laws<'_> {
    fn edit_all(
        &self,
        text: &str,
        change: Change,
        tasks: &[(Binding, Scope)],
        guide: bool,
    ) -> Result<String, Refusal> {
        let task = |(binding, scope)| Task { change, binding, scope, guide, namespace: NAMESPACE };
        let tasks: Vec<_> = tasks.iter().map(|(b, s)| task((*b, s))).collect();
        let edits = edit_all(text, self.syntax, &tasks).map_err(|(_, refusal)| refusal)?;
        Ok(edits.last().unwrap().text.clone())
    }

    fn status(&self, text: &str, binding: Binding, scope: &Scope) -> Option<Status> {
        let config = Config::parse(text, self.syntax).unwrap();
        let mut all = status(&config, None).into_iter();
        all.find(|it| it.binding == binding && it.scope == *scope)
    }
}

fn hold_for(name: &str, text: &str, syntax: Syntax, each: bool) -> usize {
    let config = Config::parse(text, syntax).unwrap();
    let scopes = config.scopes();
    let mut sets: Vec<Vec<(Binding, Scope)>> = Vec::new();
    for binding in Binding::ALL {
        if each {
            sets.extend(scopes.iter().map(|it| vec![(binding, it.clone())]));
        }
        if each {
            sets.push(scopes.iter().map(|it| (binding, it.clone())).collect());
        }
    }
    let all = Binding::ALL.into_iter().flat_map(|b| scopes.iter().map(move |s| (b, s.clone())));
    sets.push(all.collect());
    if each {
        // `previews` that are not there are made.
        let owners = scopes.iter().filter(|it| !it.is_previews());
        let new = owners.map(Scope::previews).filter(|it| !scopes.contains(it));
        sets.extend(new.map(|it| Binding::ALL.map(|binding| (binding, it.clone())).to_vec()));
        sets.push(Binding::ALL.into_iter().map(|it| (it, Scope::Top)).collect());
    } else {
        sets.push(vec![(Binding::Loader, Scope::Top)]);
    }
    let file = Laws { name, syntax };
    let mut edits = 0;
    for tasks in sets {
        for guide in if each { &[false, true][..] } else { &[false] } {
            edits += file.hold(text, &tasks, *guide);
        }
    }
    edits
}

impl Laws<'_> {
    fn hold(&self, x: &str, tasks: &[(Binding, Scope)], guide: bool) -> usize {
        let says = |law: &str| format!("{}: {law}: {tasks:?} guide: {guide}", self.name);
        // `previews` that are not there have no status.
        let before = tasks.iter().filter_map(|(b, s)| self.status(x, *b, s));
        let before: Vec<Status> = before.collect();
        let asked = |binding: Binding, form: Form| {
            if guide { form == Form::of_guide(binding) } else { form.is_bound() }
        };
        let on = |it: &Status| {
            it.blocks.iter().any(|block| !block.commented_out && asked(it.binding, block.form))
        };

        // A binding that is on can have the name of another one. It can be disabled, but not enabled.
        let taken = |it: &Problem| matches!(it, Problem::Taken { .. });
        let taken = before.iter().any(|it| it.problems.iter().any(taken));

        match self.edit_all(x, Change::Enable, tasks, guide) {
            Ok(y) => {
                let again = self.edit_all(&y, Change::Enable, tasks, guide);
                assert_same(&again, &y, x, &says("enable is idempotent"));
                for (binding, scope) in tasks {
                    let after = self.status(&y, *binding, scope).unwrap();
                    assert!(on(&after), "{}\n{y}", says("enabled is on"));
                    assert!(guide || after.bound || taken, "{}\n{y}", says("enabled is bound"));
                }
                let endings =
                    |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
                let (more, fewer) = (endings(&y), endings(x));
                assert!(more.0 >= fewer.0 && more.1 >= fewer.1, "{}", says("endings stay"));
                let traceless = before.iter().all(|it| it.blocks.is_empty());
                if traceless {
                    let back = self.edit_all(&y, Change::Remove, tasks, guide);
                    assert_same(&back, x, &y, &says("remove undoes enable"));
                    let mut reverse = tasks.to_vec();
                    reverse.reverse();
                    let back = self.edit_all(&y, Change::Remove, &reverse, guide);
                    assert_same(&back, x, &y, &says("remove undoes enable, backwards"));
                }
                let off = self.edit_all(&y, Change::Disable, tasks, guide);
                let off = match off {
                    Ok(off) => off,
                    Err(refusal) => {
                        self.may_refuse(
                            &y,
                            &refusal,
                            &before,
                            &says("what was enabled can be disabled"),
                        );
                        return 1;
                    }
                };
                if tasks.len() == 1 && traceless {
                    assert!(
                        one_insertion(x, &off),
                        "{}\n{x}\n-----\n{off}",
                        says("one commented block")
                    );
                }
                if self.syntax != Syntax::Json && !taken {
                    let back = self.edit_all(&off, Change::Enable, tasks, guide);
                    assert_same(&back, &y, &off, &says("enable undoes disable of enable"));
                }
                if traceless && tasks.len() == 1 {
                    let gone = self.edit_all(&off, Change::Remove, tasks, guide);
                    assert_same(&gone, x, &off, &says("remove undoes enable and disable"));
                }
            }
            Err(refusal) => self.may_refuse(x, &refusal, &before, &says("enable")),
        }
        match self.edit_all(x, Change::Disable, tasks, guide) {
            Ok(y) => {
                let again = self.edit_all(&y, Change::Disable, tasks, guide);
                assert_same(&again, &y, x, &says("disable is idempotent"));
                for (binding, scope) in tasks {
                    let after = Config::parse(&y, self.syntax).unwrap();
                    let after = status(&after, None);
                    let after =
                        after.iter().find(|it| it.binding == *binding && it.scope == *scope);
                    assert!(!after.is_some_and(on), "{}\n{y}", says("disabled is off"));
                }
                let reversible =
                    self.syntax != Syntax::Json || Config::parse(&y, Syntax::Jsonc).is_err();
                if before.len() == tasks.len() && before.iter().all(on) && reversible && !taken {
                    let back = self.edit_all(&y, Change::Enable, tasks, guide);
                    assert_same(&back, x, &y, &says("enable undoes disable"));
                }
            }
            Err(refusal) => self.may_refuse(x, &refusal, &before, &says("disable")),
        }
        match self.edit_all(x, Change::Remove, tasks, guide) {
            Ok(y) => {
                let again = self.edit_all(&y, Change::Remove, tasks, guide);
                assert_same(&again, &y, x, &says("remove is idempotent"));
            }
            Err(refusal) => self.may_refuse(x, &refusal, &before, &says("remove")),
        }
        3
    }

    /// A refusal must have its reason in the file.
    fn may_refuse(&self, text: &str, refusal: &Refusal, before: &[Status], what: &str) {
        // With a commented-out copy, another copy cannot always be recognized.
        let copies = before.iter().any(|it| it.blocks.iter().any(|it| it.commented_out));
        let ambiguous = matches!(refusal, Refusal::NoWayBack { .. }) && copies;
        let known = matches!(
            refusal,
            Refusal::Duplicate { .. }
                | Refusal::Taken { .. }
                | Refusal::WrongShape { .. }
                | Refusal::Scattered { .. }
                | Refusal::InheritedPreviews { .. }
        );
        // An environment that only a comment names gets no `previews`.
        let absent = *refusal == Refusal::NoEnvironment && before.is_empty();
        assert!(known || ambiguous || absent, "{what}: {refusal:?}\n{text}");
    }
}

#[track_caller]
fn assert_same(found: &Result<String, Refusal>, expected: &str, from: &str, what: &str) {
    match found {
        Ok(found) => assert!(
            found == expected,
            "{what}\n----- from\n{from}\n----- expected\n{expected}\n----- found\n{found}\n-----\n{expected:?}\n{found:?}"
        ),
        Err(refusal) => panic!("{what}: {refusal:?}\n----- from\n{from}"),
    }
}

/// Whether the longer text is the shorter text with one inserted piece.
fn one_insertion(shorter: &str, longer: &str) -> bool {
    let same = |(a, b): &(u8, u8)| a == b;
    let prefix = shorter.bytes().zip(longer.bytes()).take_while(same).count();
    let suffix = shorter.bytes().rev().zip(longer.bytes().rev()).take_while(same).count();
    prefix + suffix >= shorter.len()
}

/// A TOML configuration from random difficult pieces.
fn generate(seed: u64) -> String {
    const ROOT: &[&str] = &[
        "#:schema node_modules/wrangler/config-schema.json",
        "name = \"a\"",
        "text = \"\"\"\n[[worker_loaders]]\nbinding = \"LOADER\"\n\"\"\"",
        "worker_loaders = []",
        "worker_loaders = [{ binding = \"X\" }]",
        "worker_loaders = [{ binding = \"X\" }, { binding = \"LOADER\" }] # both",
        "worker_loaders = [\n  # first\n  { binding = \"X\" }, # x\n  { binding = \"LOADER\" }\n]",
        "worker_loaders = [\n  { binding = \"LOADER\" },\n  # last\n]",
        "worker_loaders = [{ binding = \"X\" }\n, { binding = \"LOADER\" }\n]",
        "worker_loaders = [\n\t{ binding = \"X\" },\n\t# { binding = \"LOADER\" },\n]",
        "# worker_loaders = [{ binding = \"LOADER\" }]",
        "env.dotted.name = \"d\"",
        "env.dotted.worker_loaders = [{ binding = \"LOADER\" }, { binding = \"DYNAMIC_WORKER_LOADER\" }]",
        "env.inline = { name = \"i\", vars = { A = \"}\" } }",
        "env.empty = {}",
        "previews = { vars = { A = 1 } }",
        "previews = {}",
        "previews.vars.A = 1",
        "env.dotted.previews.vars.A = 1",
        "unsafe = { bindings = [{ name = \"LOADER\", type = \"worker_loader\" }] }",
    ];
    const TABLES: &[&str] = &[
        "[vars]\nA = \"[[worker_loaders]]\"",
        "[[kv_namespaces]]\nbinding = \"KV\"\nid = \"0\"",
        "  [[ kv_namespaces ]]\n  binding = 'KV2'",
        "[[worker_loaders]]\nbinding = \"LOADER\"",
        "[[worker_loaders]]\n\n# ours\nbinding = \"LOADER\" # on\n# remote = true",
        "[[ worker_loaders ]] # x\n  binding = 'DYNAMIC_WORKER_LOADER'\n",
        "[[worker_loaders]]\nbinding = \"OTHER\"",
        "# [[worker_loaders]]\n# binding = \"LOADER\"\n# name = \"z\"",
        "#[[worker_loaders]]   # when GA\n#binding = \"LOADER\"",
        "# [[bindings]]\n# type = \"dynamic_worker_loader\"\n# name = \"DYNAMIC_WORKER_LOADER\"",
        "[[bindings]]\ntype = \"dynamic_worker_loader\"\nname = \"DYNAMIC_WORKER_LOADER\"",
        "[[dynamic_dispatch_namespaces]]\nbinding = \"LOADER\"\nnamespace = \"n\"\n[dynamic_dispatch_namespaces.outbound]\nservice = \"s\"",
        "[[dispatch_namespaces]]\nbinding = \"D\"\nnamespace = \"n\"",
        "[env.a]\nname = \"a\"",
        "[env.a.vars]\nX = 1",
        "[[env.a.kv_namespaces]]\nbinding = \"KV\"",
        "[[env.a.worker_loaders]]\nbinding = \"LOADER\"",
        "# [[env.a.worker_loaders]]\n# binding = \"LOADER\"",
        "[[env.\"b c\".kv_namespaces]]\nbinding = \"KV\"",
        "[env]\nd.name = \"d\"\ne = { name = \"e\", worker_loaders = [{ binding = \"LOADER\" }] }",
        "# ── a heading ──",
        "# binding = \"Y\"",
        "[[unsafe.bindings]]\nname = \"LOADER\"\ntype = \"worker_loader\"",
        "# [[unsafe.bindings]]\n# name = \"LOADER\"\n# type = \"worker_loader\"",
        "[[unsafe.bindings]]\nname = \"DYNAMIC_WORKER_LOADER\"\ntype = \"ratelimit\"",
        "[unsafe]\nbindings = [{ name = \"LOADER\", type = \"worker_loader\" }]",
        "[unsafe.metadata]\nA = 1",
        "[previews.vars]\nA = 1",
        "[[previews.worker_loaders]]\nbinding = \"LOADER\"",
        "[[previews.unsafe.bindings]]\nname = \"LOADER\"\ntype = \"worker_loader\"",
        "[env.a.previews.vars]\nA = 1",
        "# [[env.a.previews.worker_loaders]]\n# binding = \"LOADER\"",
        "[[env.a.previews.kv_namespaces]]\nbinding = \"LOADER\"",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % below
    };
    let mut text = String::new();
    for (from, most) in [(ROOT, 5), (TABLES, 8)] {
        for _ in 0..next(most) {
            let (piece, gap) = (from[next(from.len())], ["\n", "\n\n", "\n\n\n"][next(3)]);
            let with = format!("{text}{piece}{gap}");
            // Pieces that cannot be combined are left out, so that the result is valid.
            if Config::parse(&with, Syntax::Toml).is_ok() {
                text = with;
            }
        }
    }
    text
}

#[test]
fn states_are_reported() {
    let check = |text: &str, state: State, bound: bool| {
        let config = Config::parse(text, Syntax::Toml).unwrap();
        let found = status(&config, None).remove(0);
        assert_eq!((found.state, found.bound), (state, bound), "{text}");
    };
    check("[[worker_loaders]]\nbinding = \"LOADER\"", State::On, true);
    check("[[dynamic_dispatch_namespaces]]\nbinding = \"LOADER\"", State::On, false);
    check("# [[worker_loaders]]\n# binding = \"LOADER\"", State::CommentedOut, false);
    check("a = '''\n[[worker_loaders]]\nbinding = \"LOADER\"\n'''", State::Absent, false);
    check("[worker_loaders]\nbinding = \"LOADER\"", State::On, false);
    check("[[worker_loaders]]\nname = \"LOADER\"", State::On, false);
}

#[test]
fn a_block_is_written_below_the_guides() {
    let text = "[[bindings]]\ntype = \"dynamic_worker_loader\"\nname = \"DYNAMIC_WORKER_LOADER\"\n\n[vars]\n";
    let task = Task {
        change: Change::Enable,
        binding: Binding::DynamicWorkerLoader,
        scope: &Scope::Top,
        guide: false,
        namespace: NAMESPACE,
    };
    let edit = edit(text, Syntax::Toml, &task).unwrap();
    assert_eq!(edit.done, Done::WrittenBelow { line: 1 });
    let expected = "name = \"DYNAMIC_WORKER_LOADER\"\n\n[[worker_loaders]]\nbinding = \"DYNAMIC_WORKER_LOADER\"\n\n[vars]\n";
    assert!(edit.text.ends_with(expected), "{}", edit.text);
}

#[test]
fn two_in_one_comment_come_and_go_alone() {
    let file = Laws { name: "both", syntax: Syntax::Jsonc };
    let both: Vec<_> = Binding::ALL.into_iter().map(|it| (it, Scope::Top)).collect();
    let x = "{\n  \"name\": \"a\"\n}\n";
    let edit = |text: &str, change, tasks| file.edit_all(text, change, tasks, false).unwrap();
    let off = edit(&edit(x, Change::Enable, &both), Change::Disable, &both);
    assert!(one_insertion(x, &off), "{off}");
    for (one, other) in [(0, 1), (1, 0)] {
        let (one, other) = (&both[one..=one], &both[other..=other]);
        let on = edit(&off, Change::Enable, one);
        assert!(file.status(&on, one[0].0, &Scope::Top).unwrap().bound, "{on}");
        assert_eq!(
            file.status(&on, other[0].0, &Scope::Top).unwrap().state,
            State::CommentedOut,
            "{on}"
        );
        let left = edit(&off, Change::Remove, one);
        assert_eq!(
            file.status(&left, one[0].0, &Scope::Top).unwrap().state,
            State::Absent,
            "{left}"
        );
        assert_eq!(
            file.status(&left, other[0].0, &Scope::Top).unwrap().state,
            State::CommentedOut,
            "{left}"
        );
    }
}
