use super::{Format, Inexpressible};
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

/// A format, its lines, and the rules that it cannot express, in addition to those that no format
/// can.
type Case<'c> = (Format, &'c [&'c str], &'c [(Inexpressible, u64)]);

fn write(format: Format) -> (Vec<String>, Vec<(Inexpressible, u64)>) {
    let options = Options::default();
    let list = transform("a.txt", LIST.to_owned(), &[], &Filters::default(), &options, &Alone);
    let mut text = String::new();
    let report = list.unwrap().write_as(format, |it| {
        text.push_str(it);
        Ok::<(), ()>(())
    });
    let lines = text.lines().filter(|it| !it.contains(" Entries: "));
    (lines.map(str::to_owned).collect(), report.unwrap().inexpressible().collect())
}

#[test]
fn each_format_says_what_it_can() {
    let everywhere = [
        (Inexpressible::Regex, 1),
        (Inexpressible::Pattern, 1),
        (Inexpressible::Modifier, 1),
        (Inexpressible::Browser, 2),
        (Inexpressible::Address, 1),
    ];
    let cases: &[Case] = &[
        (
            Format::Domains,
            &["ads.example.com", "x.ads.example.com", "a.gone.example.org", "host.example.net"],
            &[(Inexpressible::Pattern, 1), (Inexpressible::Subdomains, 3)],
        ),
        (
            Format::Hosts,
            &[
                "0.0.0.0 ads.example.com",
                "0.0.0.0 x.ads.example.com",
                "0.0.0.0 a.gone.example.org",
                "0.0.0.0 host.example.net",
            ],
            &[(Inexpressible::Pattern, 1), (Inexpressible::Subdomains, 3)],
        ),
        (
            Format::Wildcard,
            &[
                "*.ads.example.com",
                "*.a.gone.example.org",
                "*.host.example.net",
                "*.below.example.net",
            ],
            &[(Inexpressible::Exception, 1), (Inexpressible::WithoutSubdomains, 1)],
        ),
        (
            Format::Dnsmasq,
            &[
                "local=/ads.example.com/",
                "local=/a.gone.example.org/",
                "local=/host.example.net/",
                "server=/ok.ads.example.com/#",
            ],
            &[(Inexpressible::Pattern, 1), (Inexpressible::WithoutSubdomains, 1)],
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
            &[(Inexpressible::Pattern, 1), (Inexpressible::WithoutSubdomains, 1)],
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
            &[(Inexpressible::Exception, 1)],
        ),
    ];
    for (format, lines, more) in cases {
        let (written, inexpressible) = write(*format);
        assert_eq!(written, *lines, "{format}");
        let mut expected = [0; Inexpressible::ALL.len()];
        everywhere.iter().chain(*more).for_each(|(why, count)| expected[*why as usize] += count);
        let expected: Vec<_> =
            Inexpressible::ALL.into_iter().zip(expected).filter(|it| it.1 > 0).collect();
        assert_eq!(inexpressible, expected, "{format}");
    }
}
