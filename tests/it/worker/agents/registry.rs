//! The registry of agents, and mistakes in one.

use serde_json::{Value, json};

use super::with_users;

#[test]
fn the_registry_has_no_mistake_and_mistakes_are_found() {
    let (from, to) = (
        "if (pathname.startsWith(AGENTS))",
        "if (pathname === '/registry') {
    const { AGENT_REGISTRY, validateAgentRegistry } = await import('./agents/registry.ts')
    const [first] = AGENT_REGISTRY
    const exported = Object.keys(await import('./worker.ts'))
    const with_ = (change: object) => validateAgentRegistry([{ ...first!, ...change }], exported)
    return ok({
      ours: validateAgentRegistry(AGENT_REGISTRY, exported),
      twice: validateAgentRegistry([first!, first!], exported),
      key: with_({ bindingKey: 'RULES' }),
      slug: with_({ slug: 'Rules--agent', bindingKey: 'RULES__AGENT' }),
      transport: with_({ transport: 'smoke-signals' }),
      transports: ['websocket', 'sse', 'dynamic-worker'].flatMap((transport) => with_({ transport })),
      tier: with_({ requiredTier: 'gold' }),
      scopes: with_({ requiredScopes: ['agents'] }),
      desk: with_({ deskClass: 'OtherDesk' }),
      bound: AGENT_REGISTRY.map((it) => it.bindingKey in env),
    })
  }
  if (pathname.startsWith(AGENTS))",
    );
    let backend = with_users().edit("worker.ts", from, to).start(&[]);
    let found = backend.client().get("/registry").json();
    assert_eq!((&found["ours"], &found["transports"]), (&json!([]), &json!([])));
    let one = |name: &str, part: &str| {
        let mistakes = found[name].as_array().unwrap();
        assert!(
            mistakes.len() == 1 && mistakes[0].as_str().unwrap().contains(part),
            "{name}: {mistakes:?}"
        );
    };
    one("twice", "not unique");
    one("key", "RULES_AGENT");
    one("slug", "hyphens");
    one("transport", "smoke-signals");
    one("tier", "gold");
    one("scopes", "scopes");
    one("desk", "InlineOtherDesk");
    assert!(found["bound"].as_array().unwrap().iter().all(|it| it == &Value::Bool(true)));
}

#[test]
fn a_transport_other_than_isolates_runs_in_the_worker() {
    for transport in ["websocket", "sse"] {
        let backend = with_users()
            .edit(
                "agents/registry.ts",
                "transport: 'dynamic-worker',",
                &format!("transport: '{transport}',"),
            )
            .start(&[]);
        assert_eq!(backend.state("ann")["path"], "inline", "{transport}");
    }
}

#[test]
fn an_agent_that_is_off_or_not_bound_is_refused() {
    let off = with_users().edit("agents/registry.ts", "enabled: true", "enabled: false").start(&[]);
    assert_eq!(off.ask("ann", "GET", super::DESK, &[], b"").status, 404);
    let unbound =
        with_users().edit("wrangler.toml", "name = \"RULES_AGENT\"", "name = \"OTHER\"").start(&[]);
    let response = unbound.ask("ann", "GET", super::DESK, &[], b"");
    assert_eq!((response.status, super::kind(&response.json())), (503, "agent-unavailable"));
    let high = with_users()
        .edit("agents/registry.ts", "requiredTier: 'free'", "requiredTier: 'pro'")
        .start(&[]);
    assert_eq!(high.ask("free-ann", "GET", super::DESK, &[], b"").status, 403);
    assert_eq!(super::socket::closes(high.socket("free-ann")), 4403);
    assert_eq!(high.state("ann")["rev"], 0);
}
