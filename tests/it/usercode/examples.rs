//! The examples do what they say.

use std::fs;

use super::Folder;
use crate::support::root;

#[track_caller]
fn check(script: &str, options: &[&str], code: i32, list: &str, expected: &str) {
    let folder = Folder::new(&[("list.txt", list)]);
    for file in fs::read_dir(root().join("examples/transform")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    let told = folder.run(
        &[&["--script", script, "--write", "--check-deterministic"], options, &["list.txt"]]
            .concat(),
    );
    assert_eq!(told.code, Some(code), "{}", told.err);
    assert_eq!(folder.read("list.txt"), expected);
    // Done again, it changes nothing.
    folder.run(&[&["--script", script, "--write"], options, &["list.txt"]].concat());
    assert_eq!(folder.read("list.txt"), expected);
}

#[test]
fn rules_for_dead_domains_are_dropped() {
    check(
        "drop-dead-domains.js",
        &["--data", "dead=dead.txt"],
        0,
        "! dead.example is dead\n\
         ||dead.example^\n\
         @@||sub.dead.example/path$script\n\
         ||alive.example/?u=dead.example\n\
         dead.example##.ad\n\
         alive.example,gone.test,~x.dead.example##.ad\n\
         ~gone.test##.other\n\
         !+ NOT_OPTIMIZED\n\
         ||GONE.test^$image\n\
         ||notdead.example^\n\
         ##.everywhere\n",
        "! dead.example is dead\n\
         ||alive.example/?u=dead.example\n\
         alive.example##.ad\n\
         ##.other\n\
         ||notdead.example^\n\
         ##.everywhere\n",
    );
}

#[test]
fn a_modifier_is_moved() {
    check(
        "move-domain-last.js",
        &[],
        0,
        "||a.example^$domain=b.example|~c.example,script\r\n||a.example^$script,domain=b.example\r\n! $domain=x,script\r\n||a.example^$removeparam=/a\\,b/,domain=d.example,image",
        "||a.example^$script,domain=b.example|~c.example\r\n||a.example^$script,domain=b.example\r\n! $domain=x,script\r\n||a.example^$removeparam=/a\\,b/,image,domain=d.example",
    );
}

#[test]
fn rules_are_merged_by_domain() {
    check(
        "merge-by-domain.js",
        &[],
        // `##.ad` makes the merged rule redundant, which is a new problem of that line.
        1,
        "a.example##.ad\n\
         ! a comment\n\
         b.example,c.example##.ad\n\
         a.example##.ad\n\
         a.example#@#.ad\n\
         ~d.example##.ad\n\
         ##.ad\n\
         !#if ext_ublock\n\
         e.example##.ad\n\
         !#endif\n\
         f.example##.ad\n\
         g.example##.ad\n",
        "a.example,b.example,c.example##.ad\n\
         ! a comment\n\
         a.example#@#.ad\n\
         ~d.example##.ad\n\
         ##.ad\n\
         !#if ext_ublock\n\
         e.example##.ad\n\
         !#endif\n\
         f.example,g.example##.ad\n",
    );
}
