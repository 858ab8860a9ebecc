//! `bloqr bindings`, from the outside: files, streams, exit codes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command as Process, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::support::bloqr;

const PLAIN: &str = "name = \"a\"\nmain = \"src/index.js\"\n\n[env.dev]\nname = \"d\"\n";

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// Runs `bloqr bindings …` there: exit code, stdout, stderr.
fn run(dir: &Path, args: &str) -> (i32, String, String) {
    let output = bloqr().current_dir(dir).arg("bindings").args(args.split(' ')).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn read(dir: &TempDir, name: &str) -> String {
    fs::read_to_string(dir.path().join(name)).unwrap()
}

#[test]
fn enable_shows_the_change_and_makes_it() {
    let dir = project(&[("wrangler.toml", PLAIN)]);
    let (code, out, err) = run(dir.path(), "enable loader --yes");
    let diff = "--- wrangler.toml\n+++ wrangler.toml\n@@ -1,5 +1,8 @@\n name = \"a\"\n main = \"src/index.js\"\n \n+[[worker_loaders]]\n+binding = \"LOADER\"\n+\n [env.dev]\n name = \"d\"\n";
    assert_eq!((code, out.as_str()), (0, diff));
    assert!(err.starts_with("LOADER is on: written as `worker_loaders`\n"), "{err}");
    assert!(err.contains("need access and a paid plan"), "{err}");
    let (code, out, err) = run(dir.path(), "enable loader");
    assert_eq!((code, out.as_str()), (0, ""));
    assert_eq!(err, "LOADER is already on, on line 4: nothing to do\n");
    assert_eq!(run(dir.path(), "disable loader --remove").0, 0);
    assert_eq!(read(&dir, "wrangler.toml"), PLAIN);
}

#[test]
fn dry_run_and_check_change_nothing() {
    let dir = project(&[("wrangler.toml", PLAIN)]);
    for (args, expected) in [("--dry-run", 0), ("--check", 1)] {
        let (code, out, err) = run(dir.path(), &format!("enable all --all-envs {args}"));
        assert_eq!((code, err.as_str()), (expected, ""));
        assert_eq!(out.matches("+[[").count(), 4, "{out}");
        assert_eq!(read(&dir, "wrangler.toml"), PLAIN);
    }
    assert_eq!(run(dir.path(), "disable all --check").0, 0);
}

#[test]
fn the_guides_form_is_written_to_the_letter_and_called_unbound() {
    let dir = project(&[
        ("wrangler.toml", ""),
        ("bloqr.toml", "[bindings]\nform = \"guide\"\n[lint]\nx = 1\n"),
    ]);
    let (code, _, err) = run(dir.path(), "enable all");
    assert_eq!(code, 1);
    assert!(err.contains("wrangler will not bind LOADER"), "{err}");
    let guide = "[[dynamic_dispatch_namespaces]]\nbinding = \"LOADER\"\nnamespace = \"bloqr-backend-dynamic\"\n\n[[bindings]]\ntype = \"dynamic_worker_loader\"\nname = \"DYNAMIC_WORKER_LOADER\"\n";
    assert_eq!(read(&dir, "wrangler.toml"), guide);
    assert_eq!(run(dir.path(), "check").0, 1);
    let (code, _, err) = run(dir.path(), "enable loader --form auto");
    assert_eq!(code, 0);
    assert!(err.contains("below the guide's block on line 1, which stays"), "{err}");
    assert_eq!(run(dir.path(), "enable loader --namespace n --form auto").0, 2);
    fs::write(dir.path().join("bloqr.toml"), "[bindings]\nfrom = \"guide\"\n").unwrap();
    let (code, _, err) = run(dir.path(), "disable loader");
    assert_eq!(code, 2);
    assert!(err.contains("bloqr.toml:2:1: unknown key `from` of `bindings`"), "{err}");
}

#[test]
fn the_configuration_is_found_as_wrangler_finds_it() {
    let dir = project(&[("wrangler.jsonc", "{}"), ("src/deep/x", "")]);
    let (code, out, _) = run(&dir.path().join("src/deep"), "enable loader");
    assert_eq!(code, 0);
    assert!(out.starts_with("--- ../../wrangler.jsonc\n"), "{out}");
    fs::write(dir.path().join("wrangler.toml"), "").unwrap();
    let (code, _, err) = run(dir.path(), "status");
    assert_eq!(code, 2);
    assert!(err.contains("several configurations here: wrangler.jsonc, wrangler.toml"), "{err}");
    assert_eq!(run(dir.path(), "status --config wrangler.toml").0, 0);
    let empty = TempDir::new().unwrap();
    assert_eq!(run(empty.path(), "status").0, 2);
}

#[test]
fn an_unknown_environment_is_refused() {
    let dir = project(&[("wrangler.toml", PLAIN)]);
    let (code, _, err) = run(dir.path(), "enable loader --env prod");
    assert_eq!(code, 2);
    assert_eq!(
        err,
        "error: wrangler.toml has no environment `prod`\n  try: its environments are `dev`\n"
    );
}

#[test]
fn status_says_what_wrangler_makes_of_it() {
    let package = r#"{ "version": "4.39.0" }"#;
    let text = "[[worker_loaders]]\nbinding = \"LOADER\"\n\n[env.dev]\nname = \"d\"\n";
    let dir = project(&[("wrangler.toml", text)]);
    assert_eq!(run(dir.path(), "check").0, 0);
    assert_eq!(run(dir.path(), "check --env dev").0, 1);
    let (_, out, _) = run(dir.path(), "status");
    assert!(out.contains("  top level  on             line 1     worker_loaders"), "{out}");
    assert!(
        out.contains("LOADER is not bound in dev: environments do not inherit bindings"),
        "{out}"
    );
    assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
    fs::create_dir_all(dir.path().join("node_modules/wrangler")).unwrap();
    fs::write(dir.path().join("node_modules/wrangler/package.json"), package).unwrap();
    let (code, out, _) = run(dir.path(), "check");
    assert_eq!(code, 1);
    assert!(
        out.contains("the installed wrangler is 4.39.0, and `worker_loaders` needs 4.40.2"),
        "{out}"
    );
    let (_, out, _) = run(dir.path(), "status --env dev --format json");
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["schema"], "bloqr.bindings/1");
    assert_eq!(report["wrangler"], "4.39.0");
    assert_eq!(report["bindings"][0]["state"], "off");
    assert_eq!(report["bindings"][0]["problems"][0]["code"], "not-inherited");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let dir = project(&[("wrangler.toml", "name = \"a\"\n\tmain = src\n")]);
    let (code, _, err) = run(dir.path(), "enable loader");
    assert_eq!(code, 2);
    assert!(err.starts_with("error: wrangler.toml:2:9: "), "{err}");
    assert!(err.contains("\n  2 | \tmain = src\n    | \t       ^\n"), "{err}");
    fs::write(dir.path().join("wrangler.toml"), b"name = \"a\"\n# \xff\n").unwrap();
    let (code, _, err) = run(dir.path(), "enable loader");
    assert_eq!(code, 2);
    assert!(err.contains("wrangler.toml is not UTF-8: line 2"), "{err}");
    fs::remove_file(dir.path().join("wrangler.toml")).unwrap();
    fs::write(dir.path().join("wrangler.jsonc"), "{\n  \"a\": 1\n  \"b\": 2\n}\n").unwrap();
    let (code, _, err) = run(dir.path(), "status");
    assert_eq!(code, 2);
    assert!(err.starts_with("error: wrangler.jsonc:"), "{err}");
}

#[test]
fn refusals_leave_the_file_untouched() {
    let corpus = crate::support::root().join("tests/corpus/wrangler");
    for (name, says) in [
        ("duplicate.toml", "is defined more than once, on lines 4 and 10"),
        ("taken-by-kv.toml", "the name `LOADER` is taken by `kv_namespaces` on line 5"),
        ("not-an-array.toml", "`worker_loaders` on line 4 is not an array of bindings"),
    ] {
        let text = fs::read_to_string(corpus.join(name)).unwrap();
        let dir = project(&[("wrangler.toml", &text)]);
        let (code, out, err) = run(dir.path(), "enable loader");
        assert_eq!((code, out.as_str()), (2, ""), "{name}");
        assert!(err.contains(says), "{name}: {err}");
        assert_eq!(read(&dir, "wrangler.toml"), text, "{name}");
    }
}

/// Cases of `corpus/wrangler/`: the file, the command, its exit code, what it says, and what the
/// configuration has afterwards, without spaces and line ends.
const CASES: &[(&str, &str, i32, &str, &str)] = &[
    ("unsafe.toml", "status", 0, "unsafe.bindings              deploy only", ""),
    ("unsafe.toml", "status", 0, "LOADER is not bound by `wrangler dev`", ""),
    ("unsafe.toml", "status", 0, "bloqr bindings enable loader --move", ""),
    ("unsafe.toml", "check", 0, "bound      LOADER\n  `wrangler deploy` binds", ""),
    (
        "unsafe.toml",
        "enable loader",
        0,
        "already on, on line 3",
        "[[unsafe.bindings]]name=\"LOADER\"",
    ),
    (
        "unsafe.toml",
        "enable loader --move",
        0,
        "moved from `unsafe.bindings` on line 3",
        "[[worker_loaders]]binding=\"LOADER\"",
    ),
    ("unsafe.toml", "enable loader --move --form guide", 2, "not the guide's", ""),
    (
        "unsafe.toml",
        "disable loader",
        0,
        "line 3 and its block",
        "#[[unsafe.bindings]]#name=\"LOADER\"",
    ),
    (
        "unsafe.jsonc",
        "enable all --all-envs --move",
        0,
        "moved",
        "\"dev\":{\"worker_loaders\":[{\"binding\":\"LOADER\"},{\"binding\":\"DYNAMIC_WORKER_LOADER\"}]}",
    ),
    (
        "unsafe.jsonc",
        "disable loader",
        0,
        "commented out",
        "//{\"name\":\"LOADER\",\"type\":\"worker_loader\"}",
    ),
    (
        "unsafe.json",
        "enable loader --move",
        0,
        "moved",
        "\"worker_loaders\":[{\"binding\":\"LOADER\"}]",
    ),
    ("unsafe-comment.toml", "enable loader --move", 2, "comments or keys", ""),
    ("unsafe-and-static.toml", "status", 0, "defined more than once, on lines 1 and 4", ""),
    ("unsafe-and-static.toml", "enable loader", 2, "defined more than once, on lines 1 and 4", ""),
    (
        "unsafe-and-static.toml",
        "enable loader --move",
        0,
        "moved",
        "[[worker_loaders]]binding=\"LOADER\"",
    ),
    (
        "unsafe-taken.toml",
        "enable loader",
        2,
        "the name `LOADER` is taken by `unsafe` on line 4",
        "",
    ),
    ("taken-by-rate-limit.toml", "enable loader", 2, "is taken by `ratelimits` on line 4", ""),
    ("not-taken.toml", "enable loader", 0, "LOADER is on", "[[worker_loaders]]binding=\"LOADER\""),
    ("previews.toml", "status", 0, "  previews      on             line 9     worker_loaders", ""),
    ("previews.toml", "status --previews --env dev", 0, "\n  dev previews  absent\n", ""),
    (
        "previews.toml",
        "status --previews --env staging",
        2,
        "leave out --env: the environment uses the `previews`",
        "",
    ),
    (
        "previews.toml",
        "enable loader --previews --env dev",
        0,
        "LOADER is on in the previews of dev",
        "[[env.dev.previews.worker_loaders]]binding=\"LOADER\"",
    ),
    (
        "previews.toml",
        "enable loader --previews --env staging",
        2,
        "the environment uses the `previews` of the top level, on line 6",
        "",
    ),
    (
        "previews.toml",
        "disable loader --previews",
        0,
        "LOADER is off in previews",
        "#[[previews.worker_loaders]]#binding=\"LOADER\"",
    ),
    (
        "previews.toml",
        "disable loader --previews --all-envs --remove",
        0,
        "removed the block on line 9",
        "LEVEL=\"debug\"[env.dev]",
    ),
    (
        "previews.jsonc",
        "enable dynamic-worker-loader --previews",
        0,
        "is on in previews",
        "\"worker_loaders\":[{\"binding\":\"LOADER\"},{\"binding\":\"DYNAMIC_WORKER_LOADER\"}]",
    ),
    (
        "previews.jsonc",
        "disable all --previews --all-envs",
        0,
        "off in the previews of dev",
        "//\"unsafe\":{\"bindings\":[{\"name\":\"LOADER\",\"type\":\"worker_loader\"}]}",
    ),
    (
        "previews.json",
        "status",
        0,
        "LOADER is not bound in previews: `previews` do not inherit bindings",
        "",
    ),
    ("previews.json", "check", 0, "off        LOADER in previews", ""),
    ("previews.json", "check --previews", 1, "not bound  LOADER in previews", ""),
    (
        "previews.json",
        "enable loader --previews",
        0,
        "is on in previews",
        "\"worker_loaders\":[{\"binding\":\"LOADER\"}]}}",
    ),
    (
        "previews-taken.toml",
        "enable loader --previews",
        2,
        "is taken by `kv_namespaces` on line 4",
        "",
    ),
    (
        "previews-taken.toml",
        "enable loader --env previews",
        0,
        "LOADER is on in previews",
        "[[env.previews.worker_loaders]]",
    ),
    (
        "previews-waiting.jsonc",
        "enable loader --previews",
        0,
        "uncommented the block on line 3",
        "\"previews\":{\"worker_loaders\":[{\"binding\":\"LOADER\"}]}",
    ),
    ("plain.jsonc", "status --previews", 2, "bloqr bindings enable loader --previews", ""),
    (
        "plain.jsonc",
        "enable loader --previews",
        0,
        "is on in previews",
        "\"previews\":{\"worker_loaders\":[{\"binding\":\"LOADER\"}]}",
    ),
];

#[test]
fn unsafe_bindings_and_previews() {
    let corpus = crate::support::root().join("tests/corpus/wrangler");
    for (name, args, expected, says, has) in CASES {
        let text = fs::read_to_string(corpus.join(name)).unwrap();
        let file = format!("wrangler.{}", name.rsplit('.').next().unwrap());
        let dir = project(&[(&file, &text)]);
        let (code, out, err) = run(dir.path(), args);
        let what = format!("{name}: {args}\n{out}{err}");
        assert_eq!(code, *expected, "{what}");
        let unwrapped = format!("{out}{err}").replace("\n  ", " ");
        assert!(format!("{out}{err}{unwrapped}").contains(says), "{what}");
        let new = read(&dir, &file);
        let bare: String = new.chars().filter(|it| !it.is_whitespace()).collect();
        assert!(bare.contains(has), "{what}\n{new}");
        let already = says.contains("already on");
        assert_eq!(new != text, !has.is_empty() && !already, "{what}");
        assert!(
            out.lines().all(|it| it.chars().count() <= 80) || !args.starts_with("status"),
            "{what}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_and_modes_are_kept_and_read_only_is_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = project(&[("real/config.toml", PLAIN)]);
    let (real, link) = (dir.path().join("real/config.toml"), dir.path().join("wrangler.toml"));
    symlink("real/config.toml", &link).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(run(dir.path(), "enable loader").0, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("worker_loaders"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(
        fs::read_dir(dir.path().join("real")).unwrap().count(),
        1,
        "a temporary file is left"
    );

    fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
    let before = fs::read_to_string(&real).unwrap();
    let (code, out, err) = run(dir.path(), "disable loader");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("wrangler.toml is read-only"), "{err}");
    assert_eq!(fs::read_to_string(&real).unwrap(), before);
}

/// At any moment, a killed process leaves the old file or the new file.
#[test]
fn killed_at_any_moment_the_file_is_whole() {
    let filler: String = (0..20_000).map(|it| format!("# line {it}\n")).collect();
    let old = format!("{PLAIN}{filler}");
    let dir = project(&[("wrangler.toml", &old)]);
    let path: PathBuf = dir.path().join("wrangler.toml");
    assert_eq!(run(dir.path(), "enable loader").0, 0);
    let new = fs::read_to_string(&path).unwrap();
    let mut killed = 0;
    for round in 0..60 {
        fs::write(&path, &old).unwrap();
        let mut child = Process::new(env!("CARGO_BIN_EXE_bloqr"))
            .args(["bindings", "enable", "loader"])
            .current_dir(dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(round * 700));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let text = fs::read_to_string(&path).unwrap();
        assert!(text == old || text == new, "round {round}: {} bytes", text.len());
    }
    assert!(killed > 0, "every process was done before it was killed");
}
