//! Lists full of what makes the same rule another one.

use crate::random::Random;

const RULES: &[&str] = &[
    "||ads.example^",
    "||ads.example^",
    " ||ads.example^",
    "||ads.example^$script",
    "||ads.example^$third-party,script",
    "||ads.example^$script,third-party",
    "||ads.example^$3p,script",
    "||ads.example^$script, third-party",
    "||ads.example^$script,script",
    "||ads.example^$third-party,script,3p",
    "||ads.example^$image,domain=a.example|b.example",
    "||ads.example^$domain=b.example|a.example,image",
    "||ads.example^$image,from=a.example|b.example",
    "||ads.example^$image,badfilter",
    "||ads.example^$important",
    "||ads.example^$badfilter",
    "||sub.ads.example^",
    "||ads.example/x.mp4$mp4",
    "||ads.example^$empty",
    "@@||ads.example^",
    "@@||ads.example^$generichide",
    "@@||ads.example^$ghide",
    "a.example,b.example##.ad",
    "b.example,a.example##.ad",
    "B.example,a.example##.ad",
    "a.example##.ad",
    "a.example## .ad",
    "a.example#@#.ad",
    "##.a, .b",
    "##.b",
    "a.example##.a, .b",
    "a.example##.a, .c:upward(1)",
    "a.example##.d, .e",
    "#@#.d, .e",
    "a.example##+js(set, a, 1)",
    "0.0.0.0 ads.example",
    "0.0.0.0 b.example ads.example",
    "0.0.0.0 ads.example b.example",
];

const HINTS: &[&str] = &[
    "!+ PLATFORM(windows)",
    "!+ PLATFORM(windows, mac)",
    "!+ PLATFORM(mac, windows,mac)",
    "!+ NOT_PLATFORM(windows)",
    "!+ NOT_OPTIMIZED",
    "!+ NOT_OPTIMIZED NOT_OPTIMIZED",
    "!+ NOT_OPTIMIZED PLATFORM(mac)",
    "!+ NOT_VALIDATE",
];

const COMMENTS: &[&str] = &[
    "! why",
    "! https://ads.example/issues/1",
    "! ----------- ads",
    "! *** ads ***",
    "! Title: ads",
    "! ||old.example^",
    "! bloqr-disable-next-line short-rule",
    "! aglint-disable-next-line",
    "",
    "",
];

const CONDITIONS: [&str; 3] = ["adguard", "ext_ublock", "(adguard && !env_mobile)"];

/// Mostly valid lines, because the meaning of lines after a broken one is uncertain.
pub(super) fn list(random: &mut Random) -> String {
    let end = ["\n", "\r\n", "\r"][random.below(8).saturating_sub(5)];
    // The fewer there are to choose from, the more are the same.
    let from = random.below(RULES.len() - 6);
    let rules = &RULES[from..from + 6];
    let is_odd = random.below(4) == 0;
    let mut text = String::new();
    let mut open = Vec::new();
    let mut has_affinity = false;
    for _ in 0..5 + random.below(40) {
        let line = match random.below(20) {
            0..=1 => {
                open.push(has_affinity);
                format!("!#if {}", random.choose(&CONDITIONS))
            }
            2 if !open.is_empty() => "!#else".to_owned(),
            3 if open.last() == Some(&has_affinity) => {
                open.pop();
                "!#endif".to_owned()
            }
            4 if !has_affinity => {
                has_affinity = true;
                let all = ["privacy", "social, privacy", "privacy,social"];
                format!("!#safari_cb_affinity({})", random.choose(&all))
            }
            4 | 5 if has_affinity && open.last() != Some(&false) => {
                has_affinity = false;
                "!#safari_cb_affinity".to_owned()
            }
            6 if is_odd => {
                let all =
                    ["!# if adguard", "!# endif", " !#else", "!#endif", "!#else", "!#endif x"];
                random.choose(&all).to_owned()
            }
            7..=9 => random.choose(HINTS).to_owned(),
            10..=12 => random.choose(COMMENTS).to_owned(),
            _ => random.choose(rules).to_owned(),
        };
        text.push_str(&line);
        text.push_str(end);
    }
    for _ in open {
        text.push_str(&format!("!#endif{end}"));
    }
    if random.below(2) == 0 {
        text.push_str(rules[0]);
    }
    text
}
