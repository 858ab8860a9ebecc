use serde_json::{Value, json};

use crate::{Answer, Tree, compile, convert, convert_rule, find_matches, fix, lint, summary};

/// The answer as JSON, or the message as a string.
fn said(answer: Answer) -> Value {
    match answer {
        Ok(json) => serde_json::from_slice(&json).unwrap(),
        Err(message) => message.into(),
    }
}

#[test]
fn every_work_refuses_options_that_it_does_not_know() {
    type Work = fn(&str, &str) -> Answer;
    let works: [Work; 7] = [lint, fix, summary, find_matches, convert, convert_rule, compile];
    for (n, work) in works.into_iter().enumerate() {
        let options = r#"{"url": "https://a.example/", "to": "ubo", "nothing": 1}"#;
        let message = said(work(options, "")).as_str().unwrap_or_default().to_owned();
        assert!(message.starts_with("unknown "), "work {n}: {message}");
        for options in ["", "1", "[]", "{"] {
            assert!(said(work(options, "")).is_string(), "work {n} takes {options:?}");
        }
    }
}

#[test]
fn positions_are_in_code_units() {
    let text = "! é😀\n||ads.example^$scirpt\n||é.example^\n||é.example^\n";
    let found = said(lint("{}", text));
    let units: Vec<u16> = text.encode_utf16().collect();
    let texts: Vec<String> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let at = |key: &str| it[key].as_u64().unwrap() as usize;
            String::from_utf16(&units[at("start")..at("end")]).unwrap()
        })
        .collect();
    assert_eq!(texts, ["scirpt", "||é.example^"]);
    assert_eq!(found["findings"][1]["labels"][0]["start"], 28);
}

#[test]
fn a_rule_of_agtree_is_converted_although_the_product_drops_it() {
    let rule = "example.com#$#abp-snippet0 a b; abp-snippet1 c";
    let rules = json!([
        "example.com#%#//scriptlet('abp-snippet0', 'a', 'b')",
        "example.com#%#//scriptlet('abp-snippet1', 'c')",
    ]);
    assert_eq!(said(convert_rule(r#"{"to": "adg"}"#, rule)), json!({ "rules": rules }));
    assert_eq!(said(convert(r#"{"to": "adg"}"#, rule))["refused"][0]["rule"], rule);
    assert_eq!(said(convert_rule(r#"{"to": "ubo"}"#, "||a^")), json!({ "rules": null }));
}

#[test]
fn rules_of_one_line_are_lines_for_every_product() {
    for (ending, between) in [("", "\n"), ("\r", "\r"), ("\r\n", "\r\n"), ("\x0c", "\n")] {
        let list = format!("0.0.0.0 ads.example b.example{ending}");
        let made = format!("||ads.example^{between}||b.example^{ending}");
        assert_eq!(said(convert(r#"{"to": "abp"}"#, &list))["text"], made);
    }
}

/// The size of each record, and its range in the text.
fn records(text: &str, bits: u32) -> Vec<[u32; 3]> {
    let mut tree = Tree::new(text.to_owned(), bits);
    let mut records = Vec::new();
    loop {
        let words = tree.next_piece();
        if words.is_empty() {
            return records;
        }
        let mut at = 0;
        while at < words.len() {
            records.push([words[at], words[at + 2], words[at + 3]]);
            at += words[at] as usize;
        }
        assert_eq!(at, words.len());
    }
}

#[test]
fn records_follow_each_other_over_all_pieces() {
    let text = "! é😀\r\n||a.example^$domain=b.example\n\n##.x\r".repeat(5000);
    let records = records(&text, 0);
    assert_eq!(records.len(), 20_001);
    let units: Vec<u16> = text.encode_utf16().collect();
    let lines = bloqr_syntax::source::lines(&text);
    for (line, [_, start, end]) in lines.zip(&records) {
        let part = String::from_utf16(&units[*start as usize..*end as usize]).unwrap();
        assert_eq!(part, line.text);
    }
}

#[test]
fn a_text_can_be_one_rule() {
    let one = 1 << bloqr_wire::Options::NAMES.len();
    assert_eq!(records("a\nb", one).len(), 1);
    assert_eq!(records("a\nb", 0).len(), 2);
    assert_eq!(records("", one).len(), 1);
}
