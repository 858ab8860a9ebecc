use super::{Allow, Verdict, check};

/// A line, then the results with names only, with IP addresses, and with suffixes: `+` is accepted,
/// `-` is refused, otherwise the new text.
const CASES: &[(&str, [&str; 3])] = &[
    ("! comment", ["+"; 3]),
    ("#comment", ["+"; 3]),
    ("  ", ["+"; 3]),
    ("||ads.example.com^", ["+"; 3]),
    ("  ||ads.example.com^ ", ["+"; 3]),
    ("||a_b.example.com^$important", ["+"; 3]),
    ("||.a_b.example.com^", ["-"; 3]),
    ("a_b.example.com", ["-"; 3]),
    ("||*.example.com^|", ["+"; 3]),
    ("||com^", ["-", "-", "+"]),
    ("*.co.uk^", ["-", "-", "+"]),
    ("||com^$denyallow=a.example", ["+"; 3]),
    ("||home^", ["-"; 3]),
    ("||home^$client=x", ["+"; 3]),
    ("||a..example^", ["-"; 3]),
    ("||a.example^*", ["-"; 3]),
    ("||a.example^path", ["-"; 3]),
    ("||a.example/path", ["-"; 3]),
    ("a.example^|x", ["+"; 3]),
    ("||a*.example^", ["+"; 3]),
    ("ads", ["-"; 3]),
    ("banner", ["+"; 3]),
    ("/ads?[.]/", ["+"; 3]),
    ("/ad/", ["-"; 3]),
    ("||a.example.com^$script", ["-"; 3]),
    ("||a.example.com^$~important,badfilter", ["+"; 3]),
    ("||a.example.com^$~badfilter", ["-"; 3]),
    ("||a.example.com^$client=a\\,b", ["+"; 3]),
    ("a.example.com##.ad", ["-"; 3]),
    ("1.2.3.4", ["-", "||1.2.3.4^", "-"]),
    ("@@|1.2.3.4^$important", ["-", "@@||1.2.3.4^$important", "-"]),
    ("1.2.3.*", ["-", "||1.2.3.*", "-"]),
    ("||1.2.3.", ["-", "+", "-"]),
    ("||1.2.3.4^", ["-", "+", "-"]),
    ("||1.2.3.4^$denyallow=a.example", ["-"; 3]),
    ("||1.2.300.4^", ["-"; 3]),
    ("||1.2.3.04^", ["-"; 3]),
    ("192.168.", ["-"; 3]),
    ("||1.2.3.4.5^", ["+"; 3]),
    ("1.2.3.4|", ["+"; 3]),
    ("0.0.0.0 a.example.com", ["+"; 3]),
    ("FE80::1 a.example.com", ["+"; 3]),
    ("dead a.example.com", ["-"; 3]),
    (
        "0.0.0.0 a.example.com a..b\tb.example.com # c",
        ["0.0.0.0 a.example.com\tb.example.com # c"; 3],
    ),
    ("0.0.0.0 com a.example.com", ["0.0.0.0 a.example.com", "0.0.0.0 a.example.com", "+"]),
    ("0.0.0.0 1.2.3.4", ["-", "+", "-"]),
    ("0.0.0.0 999.2.3.4", ["-"; 3]),
    ("127.0.0.1 localhost.localdomain", ["-"; 3]),
    ("0.0.0.0 # note", ["-"; 3]),
    ("@@", ["-"; 3]),
    ("@@||^", ["-"; 3]),
];

#[test]
fn each_line_gets_its_verdict() {
    let allowed = [
        Allow::default(),
        Allow { addresses: true, suffixes: false },
        Allow { addresses: false, suffixes: true },
    ];
    for (line, expected) in CASES {
        for (allow, expected) in allowed.into_iter().zip(expected) {
            let got = match check(line, allow).verdict {
                Verdict::Taken => "+".to_owned(),
                Verdict::Refused(_) => "-".to_owned(),
                Verdict::Rewritten(text) => text,
            };
            assert_eq!(got, *expected, "{line} {allow:?}");
        }
    }
}
