//! A draft that is edited has the problems of a new draft with its text, any bytes are a stored change
//! or none, and what is taken back is as before.
#![no_main]

use bloqr::draft::{Change, Draft, Edit, New};

fn problems(draft: &mut Draft) -> Vec<bloqr::diagnostic::Diagnostic> {
    draft.settle();
    let (text, list) = draft.checked();
    list.findings(text, 0..u32::MAX, 0, usize::MAX).1
}

libfuzzer_sys::fuzz_target!(|input: (&str, Vec<(u8, u8, &str)>, &[u8])| {
    let (text, edits, bytes) = input;
    if let Ok((change, len)) = Change::from_bytes(bytes) {
        assert_eq!(Change::from_bytes(&change.to_bytes()).map(|it| it.0), Ok(change));
        assert!(len <= bytes.len());
    }
    let mut draft = Draft::new(text.to_owned(), 0);
    for (from, len, text) in edits {
        let (from, to) = (u32::from(from), u32::from(from) + u32::from(len));
        let new = New::Text(text.to_owned());
        let Ok(change) = draft.change_of(&[Edit { from, to, new }]) else { continue };
        let before = draft.text().to_owned();
        draft.write(&change).expect("it was made of this text");
        assert_eq!(change.inverse().apply(draft.text()).as_deref(), Ok(before.as_str()));
    }
    let mut new = Draft::new(draft.text().to_owned(), 0);
    assert_eq!(problems(&mut draft), problems(&mut new));
});
