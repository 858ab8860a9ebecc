//! Where a key may go, and where it never does: looked for in all that was written and sent.

use std::{fs, path::Path, process::Command};

use super::{
    backends::{KEY, ours},
    read,
    server::{Reply, Server},
};
use crate::support::bloqr;

/// A home with profiles, and a project in it.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new(profiles: &str) -> Home {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config/bloqr");
        fs::create_dir_all(&config).unwrap();
        fs::create_dir(dir.path().join("project")).unwrap();
        fs::write(config.join("profiles.toml"), profiles).unwrap();
        Home { dir }
    }

    fn project(&self, text: &str) -> &Home {
        fs::write(self.dir.path().join("project/bloqr.toml"), text).unwrap();
        self
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Runs `bloqr dispatch …` in the project: exit code, stdout, stderr.
    fn run(&self, vars: &[(&str, &str)], args: &[&str]) -> (i32, String, String) {
        let mut command = bloqr();
        command.env("XDG_CONFIG_HOME", self.path().join("config"));
        command.current_dir(self.path().join("project")).envs(vars.iter().copied());
        read(command.arg("dispatch").args(args).output().unwrap())
    }
}

/// A file that its owner alone can read.
fn private(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

const WITH_KEY: &[(&str, &str)] = &[("BLOQR_API_KEY", KEY)];

/// A server that repeats everything that it received, in all parts of its answer.
#[test]
fn a_key_that_is_said_back_is_never_shown() {
    let echo = Server::new(|asked| {
        let received = asked.header("authorization").unwrap_or("nothing").to_owned();
        let body = serde_json::json!({ "detail": received, "error": received, "parsedRules": [{ "ruleText": received }] });
        let reply = Reply::json(if asked.path.contains("parse") { 200 } else { 400 }, body)
            .header("X-Bloqr-Dispatch", &received)
            .header("X-Bloqr-Fallback", &received)
            .header("X-Bloqr-Version", &format!("build={received}; core={received}"))
            .header("X-Request-Id", &received);
        if asked.path.contains("walk") { reply.header("Location", &received) } else { reply }
    });
    let home = Home::new("");
    let commands: [&[&str]; 4] = [&["check"], &["sample", "-n", "5"], &["audit"], &["explain"]];
    fs::write(home.path().join("project/wrangler.toml"), "name = \"a\"\n").unwrap();
    for command in commands {
        for format in ["text", "json"] {
            let args = [command, &[&echo.url, "--verbose", "--format", format]].concat();
            let (_, out, err) = home.run(WITH_KEY, &args);
            for text in [&out, &err] {
                assert!(!text.contains(KEY) && !text.contains("5ca1ab1e"), "{args:?}: {text}");
            }
            assert!(out.contains("[api key]") || command != ["check"], "{out}");
        }
    }
    assert!(echo.received().contains(KEY), "the key was sent, so that it could come back");
}

#[test]
fn no_redirect_carries_a_key_to_another_host() {
    let thief = Server::new(|asked| ours(asked, "loader", None));
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/api/ast/parse", thief.url);
        let honest = Server::new(move |_| Reply::json(status, "").header("Location", &location));
        let (code, out, err) = Home::new("").run(WITH_KEY, &["check", &honest.url]);
        assert_eq!(code, 2, "{out}");
        assert!(err.contains("redirects are not followed"), "{err}");
        assert!(honest.received().contains(KEY));
    }
    assert_eq!(thief.received(), "");
}

#[test]
fn keys_come_from_the_environment_a_file_or_a_profile() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let url = &server.url;
    let home = Home::new(&format!(
        "[env]\nurl = \"{url}\"\nkey-env = \"MY_KEY\"\n[run]\nurl = \"{url}\"\nkey-command = [\"cat\", \"../key\"]\n\
         [none]\nurl = \"{url}\"\n[fails]\nurl = \"{url}\"\nkey-command = [\"false\"]\n"
    ));
    private(&home.path().join("key"), &format!("{KEY}\n"));
    let path = std::env::var("PATH").unwrap_or_default();
    let args = |more: &[&'static str]| [&["check", "--endpoint", "parse"], more].concat();
    for (vars, more) in [
        (vec![("BLOQR_URL", url.as_str()), ("BLOQR_API_KEY", KEY)], args(&[])),
        (vec![("BLOQR_URL", url.as_str())], args(&["--api-key-file", "../key"])),
        (vec![("MY_KEY", KEY)], args(&["--profile", "env"])),
        (vec![("PATH", path.as_str())], args(&["--profile", "run"])),
        (vec![("BLOQR_API_KEY", KEY)], args(&["--profile", "none"])),
    ] {
        let (code, out, err) = home.run(&vars, &more);
        assert_eq!((code, err.as_str()), (0, ""), "{more:?}: {out}");
    }
    for (vars, more, says) in [
        (vec![], args(&["--profile", "env"]), "MY_KEY is not set"),
        (
            vec![("PATH", path.as_str())],
            args(&["--profile", "fails"]),
            "`false` failed and gave no key",
        ),
        (vec![], args(&["--profile", "nnoe"]), "did you mean `none`?"),
        (vec![], args(&[]), "no backend is given"),
        (
            vec![("BLOQR_URL", url.as_str()), ("BLOQR_API_KEY", "a b c d e f g")],
            args(&[]),
            "does not contain an API key",
        ),
        (vec![("BLOQR_URL", url.as_str())], args(&[]), "set BLOQR_API_KEY"),
    ] {
        let (code, _, err) = home.run(&vars, &more);
        assert!(code == 2 && err.contains(says), "{more:?}: {err}");
    }
}

#[test]
fn a_profiles_key_goes_to_its_own_origin_only() {
    let own = Server::new(|asked| ours(asked, "loader", None));
    let other = Server::new(|asked| ours(asked, "loader", None));
    let home = Home::new(&format!("[own]\nurl = \"{}\"\nkey-env = \"MY_KEY\"\n", own.url));
    let vars = [("MY_KEY", KEY)];
    let (code, _, err) = home.run(&vars, &["check", &other.url, "--profile", "own"]);
    assert_eq!(code, 2);
    assert!(err.contains("its key cannot be sent to another server"), "{err}");
    assert_eq!(other.received(), "");
    assert_eq!(home.run(&vars, &["check", &own.url, "--profile", "own"]).0, 0);
}

/// Users clone projects and run commands without reading the files.
#[test]
fn a_projects_file_neither_takes_a_key_nor_runs_a_command() {
    let thief = Server::new(|asked| ours(asked, "loader", None));
    let home = Home::new("");
    let marker = home.path().join("ran");
    let backend = format!("[backend]\nurl = \"{}\"\n", thief.url);
    home.project(&backend);
    private(&home.path().join("key"), KEY);
    for args in
        [&["check"][..], &["check", "--api-key-file", "../key"], &["sample", "-n", "1"], &["audit"]]
    {
        let (code, out, err) = home.run(WITH_KEY, args);
        // An audit has something to say without a key, too.
        assert_eq!(code, if args == ["audit"] { 0 } else { 2 }, "{args:?}: {out}");
        assert!(err.contains("from bloqr.toml, so no key is sent to it"), "{err}");
    }
    assert!(thief.received().contains("POST /api/ast/parse"), "it was asked");
    let received = thief.received().to_ascii_lowercase();
    assert!(!received.contains(KEY), "{received}");
    // Named by hand, the same URL gets one.
    assert_eq!(home.run(WITH_KEY, &["check", &thief.url]).0, 0);
    let touch = format!("[\"touch\", \"{}\"]", marker.display());
    for wrong in [
        format!("{backend}key-command = {touch}\n"),
        format!("{backend}key_command = {touch}\n"),
        format!("{backend}profile = \"own\"\n"),
        format!("{backend}key = \"{KEY}\"\n"),
        format!("{backend}api-key-file = \"../key\"\n"),
        format!("profile = \"own\"\n{backend}"),
        format!("{backend}[profiles.own]\nkey-command = {touch}\n"),
    ] {
        home.project(&wrong);
        let path = std::env::var("PATH").unwrap_or_default();
        let (code, _, err) = home.run(&[("PATH", &path), WITH_KEY[0]], &["check"]);
        assert_eq!(code, 2, "{wrong}");
        assert!(err.contains("is not allowed in the bloqr.toml of a project"), "{wrong}: {err}");
        assert!(!err.contains(KEY), "{err}");
    }
    assert!(!marker.exists());
    home.project("[backend]\nurl = \"ftp://x\"\n");
    assert!(
        home.run(&[], &["check"])
            .2
            .contains("`url` in bloqr.toml must start with http:// or https://")
    );
}

#[cfg(unix)]
#[test]
fn profiles_that_others_can_write_are_not_read() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new("[a]\nurl = \"http://127.0.0.1:1\"\nkey-command = [\"touch\", \"ran\"]\n");
    let file = home.path().join("config/bloqr/profiles.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    let (code, _, err) = home.run(&[], &["check", "--profile", "a"]);
    assert_eq!(code, 2);
    assert!(err.contains("can be written by others") && err.contains("chmod go-w"), "{err}");
}

/// If others can write a directory, they can replace the files in it.
#[cfg(unix)]
#[test]
fn files_of_keys_and_profiles_are_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;

    let server = Server::new(|asked| ours(asked, "loader", None));
    let home = Home::new(&format!("[a]\nurl = \"{}\"\n", server.url));
    let directory = home.path().join("config/bloqr");
    let check = ["check", "--endpoint", "parse", "--profile", "a"];
    assert_eq!(home.run(WITH_KEY, &check).0, 0);
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o777)).unwrap();
    let (code, _, err) = home.run(WITH_KEY, &check);
    assert_eq!(code, 2);
    assert!(err.contains("config/bloqr can be written by others"), "{err}");
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o700)).unwrap();
    let key = home.path().join("key");
    private(&key, KEY);
    let check = ["check", &server.url, "--endpoint", "parse", "--api-key-file", "../key"];
    assert_eq!(home.run(&[], &check).2, "");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let (code, _, err) = home.run(&[], &check);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("../key can be read by others") && err.contains("chmod 600"), "{err}");
}

/// A proxy can read all plain http requests.
#[test]
fn a_proxy_of_plain_http_is_named() {
    let home = Home::new("");
    let vars = [WITH_KEY[0], ("HTTP_PROXY", "http://127.0.0.1:9")];
    let (code, _, err) = home.run(&vars, &["check", "http://backend.invalid", "--allow-http"]);
    assert_eq!(code, 2);
    assert!(err.contains("HTTP_PROXY is set") && err.contains("including the key"), "{err}");
}

#[test]
fn a_key_that_is_said_back_in_capitals_is_not_shown() {
    let echo = Server::new(|asked| {
        let received = asked.header("authorization").unwrap_or_default().to_ascii_uppercase();
        Reply::json(400, serde_json::json!({ "detail": received }))
    });
    let (_, out, err) = Home::new("").run(WITH_KEY, &["check", &echo.url, "--verbose"]);
    assert!(out.contains("[api key]"), "{out}");
    assert!(!(out + &err).contains(&KEY.to_ascii_uppercase()));
}

#[test]
fn plain_http_is_for_this_machine() {
    let home = Home::new("[key]\nurl = \"https://a.example\"\nkey = \"x\"\n");
    for (args, says) in [
        (&["check", "http://192.0.2.1"][..], "plain http to 192.0.2.1"),
        (&["check", "http://backend.invalid"], "plain http to backend.invalid"),
        (
            &["check", "http://backend.invalid", "--allow-http"],
            "there is no host `backend.invalid`",
        ),
        (&["check", "https://user:hunter2@a.example"], "contains a user name or a password"),
        (&["check", "https://a.example/?key=hunter2"], "must be the backend's root URL"),
        (&["check", "--profile", "key"], "a profile cannot contain the key itself"),
    ] {
        let (code, _, err) = home.run(WITH_KEY, args);
        assert!(code == 2 && err.contains(says), "{args:?}: {err}");
        assert!(!err.contains("hunter2"), "{err}");
    }
}

/// Other processes can see command lines.
#[test]
fn a_key_has_no_option() {
    let help = Command::new(env!("CARGO_BIN_EXE_bloqr"))
        .args(["dispatch", "check", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("--api-key-file") && !help.contains("--api-key "), "{help}");
}
