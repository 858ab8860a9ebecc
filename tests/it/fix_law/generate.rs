//! Lists full of what makes the same rule another one.

/// A generator that needs no crate: xorshift.
pub(super) struct Random(pub(super) u64);

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

impl Random {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn of(&mut self, all: &[&'static str]) -> &'static str {
        all[self.below(all.len())]
    }

    /// Mostly valid lines, because the meaning of lines after a broken one is uncertain.
    pub(super) fn list(&mut self) -> String {
        let end = ["\n", "\r\n", "\r"][self.below(8).saturating_sub(5)];
        // The fewer there are to choose from, the more are the same.
        let from = self.below(RULES.len() - 6);
        let rules = &RULES[from..from + 6];
        let is_odd = self.below(4) == 0;
        let mut text = String::new();
        let mut open = Vec::new();
        let mut has_affinity = false;
        for _ in 0..5 + self.below(40) {
            let line = match self.below(20) {
                0..=1 => {
                    open.push(has_affinity);
                    format!("!#if {}", self.of(&CONDITIONS))
                }
                2 if !open.is_empty() => "!#else".to_owned(),
                3 if open.last() == Some(&has_affinity) => {
                    open.pop();
                    "!#endif".to_owned()
                }
                4 if !has_affinity => {
                    has_affinity = true;
                    let all = ["privacy", "social, privacy", "privacy,social"];
                    format!("!#safari_cb_affinity({})", self.of(&all))
                }
                4 | 5 if has_affinity && open.last() != Some(&false) => {
                    has_affinity = false;
                    "!#safari_cb_affinity".to_owned()
                }
                6 if is_odd => {
                    let all =
                        ["!# if adguard", "!# endif", " !#else", "!#endif", "!#else", "!#endif x"];
                    self.of(&all).to_owned()
                }
                7..=9 => self.of(HINTS).to_owned(),
                10..=12 => self.of(COMMENTS).to_owned(),
                _ => self.of(rules).to_owned(),
            };
            text.push_str(&line);
            text.push_str(end);
        }
        for _ in open {
            text.push_str(&format!("!#endif{end}"));
        }
        if self.below(2) == 0 {
            text.push_str(rules[0]);
        }
        text
    }
}
