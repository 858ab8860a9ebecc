//! The rules of DNS blockers, such as AdGuard Home: names, IP addresses, hosts lines, public
//! suffixes, and which rules of a filter list they accept.
//!
//! ```
//! use bloqr_dns::{Allow, Refusal, Verdict, check};
//!
//! let verdict = |line| check(line, Allow::default()).verdict;
//! assert_eq!(verdict("||ads.example.com^$important"), Verdict::Taken);
//! assert_eq!(verdict("||ads.example.com^$script"), Verdict::Refused(Refusal::Modifier));
//! assert_eq!(verdict("||co.uk^"), Verdict::Refused(Refusal::PublicSuffix));
//! ```
#![deny(missing_docs)]

mod address;
mod comment;
mod hosts;
mod modifiers;
mod name;
mod rule;
mod suffix;
mod value;

pub use self::{
    address::{is_address, is_ipv4},
    comment::{is_comment, trim},
    hosts::{Hosts, is_loopback_name},
    modifiers::{MODIFIERS, Modifier, Value, modifier},
    name::{is_hostname, is_plain_domain},
    rule::{Allow, Checked, Difference, Parts, Refusal, Verdict, check, split},
    suffix::{Suffix, suffix},
    value::{ValueProblem, check_value, record_types, tags},
};
