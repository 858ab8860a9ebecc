use super::{Format, Unsaid};
use crate::{Alone, Filters, Options, transform};

const LIST: &str = "\
||ads.example.com^
||x.ads.example.com^
@@||ok.ads.example.com^
||gone.example.org^
||a.gone.example.org^$important
@@||gone.example.org^
0.0.0.0 Host.example.net localhost
||*.below.example.net^
||off.example.net^
||off.example.net^$badfilter
/ads[0-9]/
||a.example.net^$client=x
||a.example.net^$script
banner
example.com##.ad
||1.2.3.4^
! comment
";

fn write(format: Format) -> (Vec<String>, Vec<(Unsaid, u64)>) {
    let options = Options::default();
    let list = transform("a.txt", LIST.to_owned(), &[], &Filters::default(), &options, &Alone);
    let mut text = String::new();
    let report = list.unwrap().write_as(format, |it| {
        text.push_str(it);
        Ok::<(), ()>(())
    });
    let lines = text.lines().filter(|it| !it.contains(" Entries: "));
    (lines.map(str::to_owned).collect(), report.unwrap().unsaid().collect())
}

#[test]
fn each_format_says_what_it_can() {
    let everywhere = [
        (Unsaid::Regex, 1),
        (Unsaid::Pattern, 1),
        (Unsaid::Modifier, 1),
        (Unsaid::Browser, 2),
        (Unsaid::Address, 1),
    ];
    let cases: &[(Format, &[&str], &[(Unsaid, u64)])] = &[
        (
            Format::Domains,
            &["ads.example.com", "x.ads.example.com", "a.gone.example.org", "host.example.net"],
            &[(Unsaid::Pattern, 1), (Unsaid::Subdomains, 3)],
        ),
        (
            Format::Hosts,
            &[
                "0.0.0.0 ads.example.com",
                "0.0.0.0 x.ads.example.com",
                "0.0.0.0 a.gone.example.org",
                "0.0.0.0 host.example.net",
            ],
            &[(Unsaid::Pattern, 1), (Unsaid::Subdomains, 3)],
        ),
        (
            Format::Wildcard,
            &[
                "*.ads.example.com",
                "*.a.gone.example.org",
                "*.host.example.net",
                "*.below.example.net",
            ],
            &[(Unsaid::Exception, 1), (Unsaid::WithoutSubdomains, 1)],
        ),
        (
            Format::Dnsmasq,
            &[
                "local=/ads.example.com/",
                "local=/a.gone.example.org/",
                "local=/host.example.net/",
                "server=/ok.ads.example.com/#",
            ],
            &[(Unsaid::Pattern, 1), (Unsaid::WithoutSubdomains, 1)],
        ),
        (
            Format::Unbound,
            &[
                "server:",
                "local-zone: \"ads.example.com.\" always_null",
                "local-zone: \"a.gone.example.org.\" always_null",
                "local-zone: \"host.example.net.\" always_null",
                "local-zone: \"ok.ads.example.com.\" always_transparent",
            ],
            &[(Unsaid::Pattern, 1), (Unsaid::WithoutSubdomains, 1)],
        ),
        (
            Format::Rpz,
            &[
                "$TTL 3600",
                "@ SOA localhost. root.localhost. 1 3600 900 2592000 3600",
                "@ NS localhost.",
                "ads.example.com CNAME .",
                "*.ads.example.com CNAME .",
                "a.gone.example.org CNAME .",
                "*.a.gone.example.org CNAME .",
                "host.example.net CNAME .",
                "*.below.example.net CNAME .",
                "ok.ads.example.com CNAME rpz-passthru.",
                "*.ok.ads.example.com CNAME rpz-passthru.",
            ],
            &[],
        ),
        (
            Format::Dnscrypt,
            &["ads.example.com", "a.gone.example.org", "=host.example.net", "*.below.example.net"],
            &[(Unsaid::Exception, 1)],
        ),
    ];
    for (format, lines, more) in cases {
        let (written, unsaid) = write(*format);
        assert_eq!(written, *lines, "{format}");
        let mut expected = [0; Unsaid::ALL.len()];
        everywhere.iter().chain(*more).for_each(|(why, count)| expected[*why as usize] += count);
        let expected: Vec<_> =
            Unsaid::ALL.into_iter().zip(expected).filter(|it| it.1 > 0).collect();
        assert_eq!(unsaid, expected, "{format}");
    }
}
