//! What the configuration says is on beside what is observed, and the likeliest reason for a
//! difference.

use super::{
    Fault, Path,
    evidence::Kind,
    verdict::{Problem as Wrong, Verdict},
};
use crate::wrangler::{Binding, Form, Problem, Scope, State, Status};

/// One binding, told twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub binding: Binding,
    pub configured: Configured,
    pub observed: Observed,
    /// Why the two differ, if they do.
    pub reason: Option<Reason>,
}

/// What wrangler makes of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Configured {
    Bound {
        line: usize,
    },
    /// It is on, and wrangler binds nothing all the same.
    Dropped(Problem),
    CommentedOut {
        line: usize,
    },
    Absent,
}

/// What the answers show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed {
    Answered,
    /// The backend says that it has no such binding.
    NotBound,
    CouldNotStart,
    /// Its isolate ran, and failed.
    Failed,
    /// Another path answered, and nothing says why not this one.
    NotUsed,
    /// A path that comes before it answered.
    NotReached,
    Unknown,
}

/// Why the two differ, most likely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The table is one that wrangler does not know.
    UnknownTable {
        form: Form,
    },
    NotInherited {
        env: String,
    },
    /// What wrangler says of the configuration in other ways.
    Misconfigured(Problem),
    /// The file says one thing, and what runs is of before.
    NotDeployed,
    /// It is bound in that other environment: perhaps it is this one that runs.
    OtherEnvironment {
        env: Option<String>,
    },
    /// It is bound and does not start: the account, or the code of the isolate.
    NoAccess,
    IsolateFails {
        status: u16,
    },
    /// What runs was deployed from another configuration.
    OtherConfiguration,
    /// The guide's backend throws away what its LOADER isolate says.
    GuidesParse,
}

impl Reason {
    pub fn code(&self) -> &'static str {
        match self {
            Reason::UnknownTable { .. } => "unknown-table",
            Reason::NotInherited { .. } => "not-inherited",
            Reason::Misconfigured(_) => "misconfigured",
            Reason::NotDeployed => "not-deployed",
            Reason::OtherEnvironment { .. } => "other-environment",
            Reason::NoAccess => "no-access",
            Reason::IsolateFails { .. } => "isolate-fails",
            Reason::OtherConfiguration => "other-configuration",
            Reason::GuidesParse => "guides-parse",
        }
    }

    /// In words, and what to do.
    pub fn says(&self, binding: Binding, scope: &Scope) -> (String, String) {
        let (name, slug) = (binding.name(), binding.slug());
        let env = scope.env().map(|it| format!(" --env {it}")).unwrap_or_default();
        let enable = format!("bloqr bindings enable {slug}{env}, and deploy");
        match self {
            Reason::UnknownTable { form } => (
                format!("wrangler does not know the table `{}` and drops it", form.key()),
                enable,
            ),
            Reason::NotInherited { env } => (
                format!("environments inherit no bindings, and {env} has none of its own"),
                enable,
            ),
            Reason::Misconfigured(_) => (
                "wrangler binds nothing of what the configuration says".to_owned(),
                "bloqr bindings check".to_owned(),
            ),
            Reason::NotDeployed => (
                "what runs was deployed before the configuration said so".to_owned(),
                format!("wrangler deploy{env}"),
            ),
            Reason::OtherEnvironment { env: other } => (
                format!(
                    "{} does not have it, and may be what runs behind this URL",
                    other.as_ref().map_or("the top level".to_owned(), |it| format!("environment {it}"))
                ),
                match other {
                    Some(other) => format!("bloqr bindings enable {slug} --env {other}, and deploy"),
                    None => format!("wrangler deploy{env}"),
                },
            ),
            Reason::NoAccess => (
                format!("{name} is bound, and its isolates do not start: the account has no access to Dynamic Workers (beta, paid plan), or the isolate's code is refused"),
                "look into the log (wrangler tail), and at https://developers.cloudflare.com/dynamic-workers/".to_owned(),
            ),
            Reason::IsolateFails { status: 504 } => (
                "the isolate starts and gives no answer in time".to_owned(),
                "look into the log (wrangler tail) for what it hangs in".to_owned(),
            ),
            Reason::IsolateFails { .. } => (
                "the isolate starts, and its code fails".to_owned(),
                "look into the log (wrangler tail) for the exception".to_owned(),
            ),
            Reason::OtherConfiguration => (
                "what runs was deployed from another configuration or environment".to_owned(),
                "look which: bloqr bindings status".to_owned(),
            ),
            Reason::GuidesParse => (
                "the guide's backend runs its LOADER isolate for parse and throws the answer away".to_owned(),
                "look at validate, where it shows: bloqr dispatch check --endpoint validate".to_owned(),
            ),
        }
    }
}

/// Compares both loaders in one scope. `all` are the statuses of every scope.
pub fn explain(all: &[Status], scope: &Scope, verdicts: &[Verdict]) -> Vec<Finding> {
    let statuses = all.iter().filter(|it| it.scope == *scope);
    let finding = |status: &Status| {
        let configured = configured(status);
        let observed = observed(path_of(status.binding), verdicts);
        let reason = reason(status, &configured, observed, all, verdicts);
        Finding { binding: status.binding, configured, observed, reason }
    };
    statuses.map(finding).collect()
}

fn path_of(binding: Binding) -> Path {
    match binding {
        Binding::Loader => Path::Loader,
        Binding::DynamicWorkerLoader => Path::DynamicWorkerLoader,
    }
}

fn configured(status: &Status) -> Configured {
    let line = status.blocks.first().map_or(0, |it| it.line);
    match (status.bound, status.state, status.problems.first()) {
        (true, ..) => Configured::Bound { line },
        (_, State::CommentedOut, _) => Configured::CommentedOut { line },
        (_, _, Some(problem)) => Configured::Dropped(problem.clone()),
        _ => Configured::Absent,
    }
}

/// The strongest thing that any answer shows of a path.
fn observed(path: Path, verdicts: &[Verdict]) -> Observed {
    let each = verdicts.iter().map(|it| observed_by(path, it)).collect::<Vec<_>>();
    let order = [
        Observed::Failed,
        Observed::CouldNotStart,
        Observed::Answered,
        Observed::NotBound,
        Observed::NotUsed,
        Observed::NotReached,
    ];
    order.into_iter().find(|it| each.contains(it)).unwrap_or(Observed::Unknown)
}

fn observed_by(path: Path, verdict: &Verdict) -> Observed {
    let fails =
        |it: &Wrong| matches!(it, Wrong::Fault(Fault::Isolate { path: of, .. }) if *of == path);
    if verdict.problems.iter().any(fails) {
        return Observed::Failed;
    }
    if verdict.paths.iter().any(|it| it.0 == Some(path)) {
        return Observed::Answered;
    }
    let fallback = verdict.fallbacks.iter().find(|it| it.path == path.as_str());
    match fallback.map(|it| it.reason.as_str()) {
        Some("not-bound") => return Observed::NotBound,
        Some("could-not-start") => return Observed::CouldNotStart,
        Some(_) => return Observed::NotUsed,
        None => (),
    }
    match verdict.path() {
        Some(other) if other < path => Observed::NotReached,
        Some(_) => Observed::NotUsed,
        None => Observed::Unknown,
    }
}

fn reason(
    status: &Status,
    configured: &Configured,
    observed: Observed,
    all: &[Status],
    verdicts: &[Verdict],
) -> Option<Reason> {
    use {Configured as C, Observed as O};
    match (configured, observed) {
        (_, O::Unknown | O::NotReached) => None,
        (_, O::Failed) => {
            Some(Reason::IsolateFails { status: failed_with(status.binding, verdicts) })
        }
        (_, O::CouldNotStart) => Some(Reason::NoAccess),
        (C::Bound { .. }, O::Answered) => None,
        (C::Bound { .. }, O::NotUsed) if guides_parse(status.binding, verdicts) => {
            Some(Reason::GuidesParse)
        }
        (C::Bound { .. }, O::NotBound | O::NotUsed) => {
            let elsewhere = all
                .iter()
                .find(|it| it.binding == status.binding && it.scope != status.scope && !it.bound);
            let other =
                |it: &Status| Reason::OtherEnvironment { env: it.scope.env().map(str::to_owned) };
            Some(elsewhere.map_or(Reason::NotDeployed, other))
        }
        (C::Dropped(problem), O::NotBound | O::NotUsed) => Some(match problem {
            Problem::UnknownTable { form, .. } => Reason::UnknownTable { form: *form },
            Problem::NotInherited { .. } => {
                Reason::NotInherited { env: status.scope.env().unwrap_or_default().to_owned() }
            }
            other => Reason::Misconfigured(other.clone()),
        }),
        (C::Absent | C::CommentedOut { .. }, O::NotBound | O::NotUsed) => None,
        (C::Absent | C::CommentedOut { .. } | C::Dropped(_), O::Answered) => {
            Some(Reason::OtherConfiguration)
        }
    }
}

fn failed_with(binding: Binding, verdicts: &[Verdict]) -> u16 {
    let path = path_of(binding);
    let problems = verdicts.iter().flat_map(|it| &it.problems);
    let status = |it: &Wrong| match it {
        Wrong::Fault(Fault::Isolate { path: of, status, .. }) if *of == path => Some(*status),
        _ => None,
    };
    problems.filter_map(status).next().unwrap_or(502)
}

/// Whether all that was seen is how the guide's backend answers a parse, where LOADER never shows.
fn guides_parse(binding: Binding, verdicts: &[Verdict]) -> bool {
    binding == Binding::Loader
        && verdicts
            .iter()
            .filter(|it| it.path().is_some())
            .all(|it| it.kind == Kind::Fingerprint && it.endpoint == crate::api::Endpoint::Parse)
}
