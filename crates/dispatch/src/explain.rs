//! Compares the bindings in the configuration with the answers, and finds the most likely reason for a
//! difference.

use super::{
    Fault, Path,
    backend::Misfit,
    verdict::{Problem as Wrong, Verdict},
};
use bloqr_wrangler::{Binding, Form, Problem, Scope, State, Status};

/// One binding, in the configuration and in the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which binding.
    pub binding: Binding,
    /// Its state in the configuration.
    pub configured: Configured,
    /// Its state as the answers show it.
    pub observed: Observed,
    /// Why the two differ, the most likely reason first; empty when they do not differ.
    pub reasons: Vec<Reason>,
}

/// What wrangler makes of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Configured {
    /// Wrangler binds it.
    Bound {
        /// The line of the block, from 1.
        line: usize,
    },
    /// It is on, but wrangler does not bind it.
    Dropped(Problem),
    /// The line of the block, from 1.
    CommentedOut {
        /// The line of the block, from 1.
        line: usize,
    },
    /// There is no block.
    Absent,
}

/// Its state as the answers show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed {
    /// Its path answered.
    Answered,
    /// The backend says that the binding is missing.
    NotBound,
    /// It is bound, but no isolate could be started.
    CouldNotStart,
    /// Its isolate ran and failed.
    Failed,
    /// Another path answered, and the answer does not say why.
    NotUsed,
    /// A path that the backend tries before this one answered.
    NotReached,
    /// Answers of this kind cannot show it.
    NotShown,
    /// No answer shows its path.
    Unknown,
}

/// A reason for a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// wrangler does not know the table.
    UnknownTable {
        /// Which table.
        form: Form,
    },
    /// It is on at the top level, and environments inherit no bindings.
    NotInherited {
        /// The deployed environment.
        env: String,
    },
    /// Another problem of the configuration.
    Misconfigured(Problem),
    /// The file was changed after the last deployment.
    NotDeployed,
    /// It is not bound in another environment, which may be the deployed one.
    OtherEnvironment {
        /// The environment; `None` for the top level.
        env: Option<String>,
    },
    /// It is bound but does not start, because of the account or the code of the isolate.
    NoAccess,
    /// The isolate started, and failed.
    IsolateFails {
        /// The HTTP status.
        status: u16,
    },
    /// The deployed worker has another configuration.
    OtherConfiguration,
    /// The guide's backend drops the answer of its LOADER isolate.
    GuidesParse,
    /// The deployed code cannot use such a binding.
    Misfit(&'static Misfit),
}

impl Reason {
    /// Stable, for programs.
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
            Reason::Misfit(_) => "unusable-binding",
        }
    }

    /// The reason and what to do, for people.
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
                format!("environments do not inherit bindings, and {env} does not have its own"),
                enable,
            ),
            Reason::Misconfigured(_) => (
                "wrangler does not bind what the configuration declares".to_owned(),
                "bloqr bindings check".to_owned(),
            ),
            Reason::NotDeployed => (
                "the running version was deployed before this change of the configuration, or the deployment was refused: an account without Dynamic Workers cannot upload it".to_owned(),
                format!("wrangler deploy{env}, and read its output"),
            ),
            Reason::OtherEnvironment { env: other } => (
                format!(
                    "{} does not have it, and may be the one that is deployed at this URL",
                    other.as_ref().map_or("the top level".to_owned(), |it| format!("environment {it}"))
                ),
                match other {
                    Some(other) => format!("bloqr dispatch explain --env {other}"),
                    None => "bloqr dispatch explain, without --env".to_owned(),
                },
            ),
            Reason::NoAccess => (
                format!("{name} is bound, and its isolates do not start: the account has no access to Dynamic Workers (beta, paid plan), or the isolate's code is refused"),
                "read the log (wrangler tail), and https://developers.cloudflare.com/dynamic-workers/".to_owned(),
            ),
            Reason::IsolateFails { status: 504 } => (
                "the isolate starts, but does not answer in time".to_owned(),
                "read the log (wrangler tail) to find out where it hangs".to_owned(),
            ),
            Reason::IsolateFails { .. } => (
                "the isolate starts, and its code fails".to_owned(),
                "read the log (wrangler tail) for the exception".to_owned(),
            ),
            Reason::OtherConfiguration => (
                "the running version was deployed from another configuration or environment".to_owned(),
                "find out which one: bloqr bindings status".to_owned(),
            ),
            Reason::GuidesParse => (
                "the guide's backend runs its LOADER isolate for parse, but does not use the answer".to_owned(),
                "check validate instead, which uses it: bloqr dispatch check --endpoint validate".to_owned(),
            ),
            Reason::Misfit(it) => (it.why.to_owned(), it.next.to_owned()),
        }
    }
}

/// Compares both loaders in one scope. `all` are the statuses of every scope, and `host` is the host
/// name of the backend.
pub fn explain(all: &[Status], scope: &Scope, host: &str, verdicts: &[Verdict]) -> Vec<Finding> {
    let statuses = all.iter().filter(|it| it.scope == *scope);
    let finding = |status: &Status| {
        let configured = configured(status);
        let observed = observed(path_of(status.binding), verdicts);
        let reasons = reasons(status, &configured, observed, all, host, verdicts);
        Finding { binding: status.binding, configured, observed, reasons }
    };
    statuses.map(finding).collect()
}

/// Whether the answers show the same bindings as the configuration; `None` when no answer shows its
/// path.
pub fn agree(findings: &[Finding]) -> Option<bool> {
    let is_unknown = findings.iter().all(|it| it.observed == Observed::Unknown);
    (!is_unknown).then(|| findings.iter().all(|it| it.reasons.is_empty()))
}

/// The path on which a binding is used.
pub fn path_of(binding: Binding) -> Path {
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

/// The strongest observation of a path in all answers.
fn observed(path: Path, verdicts: &[Verdict]) -> Observed {
    let each = verdicts.iter().map(|it| observed_by(path, it)).collect::<Vec<_>>();
    let order = [
        Observed::Failed,
        Observed::CouldNotStart,
        Observed::Answered,
        Observed::NotBound,
        Observed::NotUsed,
        Observed::NotReached,
        Observed::NotShown,
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
    let Some(other) = verdict.path() else { return Observed::Unknown };
    let tries = verdict.backend.tries(verdict.endpoint);
    let place = |path| tries.iter().position(|it| *it == path);
    match (place(path), place(other)) {
        (None, _) => Observed::NotShown,
        (Some(this), Some(other)) if other < this => Observed::NotReached,
        (Some(_), _) => Observed::NotUsed,
    }
}

fn reasons(
    status: &Status,
    configured: &Configured,
    observed: Observed,
    all: &[Status],
    host: &str,
    verdicts: &[Verdict],
) -> Vec<Reason> {
    use {Configured as C, Observed as O};
    let other_configuration =
        (!matches!(configured, C::Bound { .. })).then_some(Reason::OtherConfiguration);
    match (configured, observed) {
        (_, O::Unknown | O::NotReached) => Vec::new(),
        // The isolate runs, so its failure comes first, and a difference from the file second.
        (_, O::Failed) => {
            let fails = Reason::IsolateFails { status: failed_with(status.binding, verdicts) };
            [fails].into_iter().chain(other_configuration).collect()
        }
        (_, O::CouldNotStart) => {
            [Reason::NoAccess].into_iter().chain(other_configuration).collect()
        }
        (_, O::Answered) => other_configuration.into_iter().collect(),
        (C::Bound { .. }, O::NotShown) => {
            [Reason::GuidesParse].into_iter().chain(misfit(status.binding, verdicts)).collect()
        }
        (_, O::NotShown) => Vec::new(),
        (C::Bound { .. }, O::NotUsed) if misfit(status.binding, verdicts).is_some() => {
            misfit(status.binding, verdicts).into_iter().collect()
        }
        // The most frequent reason: the file was changed and not deployed. But the URL can name another
        // environment.
        (C::Bound { .. }, O::NotBound | O::NotUsed) => {
            // `previews` are not deployed.
            let others = all.iter().filter(|it| {
                it.binding == status.binding
                    && it.scope != status.scope
                    && !it.scope.is_previews()
                    && !it.bound
            });
            let is_named = |it: &&Status| it.scope.env().is_some_and(|env| names(host, env));
            let named = others.clone().find(is_named);
            let other =
                |it: &Status| Reason::OtherEnvironment { env: it.scope.env().map(str::to_owned) };
            match (named, others.clone().next()) {
                (Some(named), _) => vec![other(named), Reason::NotDeployed],
                (None, Some(one)) => vec![Reason::NotDeployed, other(one)],
                (None, None) => vec![Reason::NotDeployed],
            }
        }
        (C::Dropped(problem), O::NotBound | O::NotUsed) => {
            let dropped = match problem {
                Problem::UnknownTable { form, .. } => Reason::UnknownTable { form: *form },
                Problem::NotInherited { .. } => {
                    Reason::NotInherited { env: status.scope.env().unwrap_or_default().to_owned() }
                }
                other => Reason::Misconfigured(other.clone()),
            };
            // The problem that remains after this one is fixed.
            [dropped].into_iter().chain(misfit(status.binding, verdicts)).collect()
        }
        (C::Absent | C::CommentedOut { .. }, O::NotBound | O::NotUsed) => Vec::new(),
    }
}

/// Whether a host name contains the name of an environment: `staging.example.com`, or wrangler's name
/// for its worker, `backend-staging.account.workers.dev`.
fn names(host: &str, env: &str) -> bool {
    let label = host.split('.').next().unwrap_or_default();
    let rest = |it: Option<&str>, mark| it.is_some_and(|it| it.is_empty() || it.ends_with(mark));
    rest(label.strip_suffix(env), '-')
        || label.strip_prefix(env).is_some_and(|it| it.starts_with('-'))
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

/// Why the deployed code cannot use a binding, if this is known.
fn misfit(binding: Binding, verdicts: &[Verdict]) -> Option<Reason> {
    verdicts.iter().find_map(|it| it.backend.misfit(path_of(binding))).map(Reason::Misfit)
}
