//! `effects LIST < questions`: what Brave does with requests and pages. A question is a line of JSON,
//! and so is its answer.
//!
//! `{"url", "source", "type"}` asks about a request, `{"page", "names"}` about a page whose elements
//! have these classes and ids.

use std::{collections::BTreeSet, error::Error, io};

use adblock::{
    Engine, FilterSet,
    lists::ParseOptions,
    request::Request,
    resources::{MimeType, PermissionMask, Resource, ResourceType},
};
use base64::{engine::Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let list = std::env::args().nth(1).ok_or("no list is named")?;
    let list = std::fs::read_to_string(list)?;
    let mut filters = FilterSet::new(false);
    filters.add_filter_list(list.clone(), ParseOptions::default());
    let mut engine = Engine::new_with_filter_set_no_optimize(filters);
    // A scriptlet that says how it was called.
    let names: BTreeSet<&str> = list
        .lines()
        .filter_map(|it| it.split_once("+js(")?.1.split([',', ')']).next())
        .map(str::trim)
        .collect();
    let scriptlet = |name: &str| {
        let name = if name.ends_with(".js") { name.to_owned() } else { format!("{name}.js") };
        let content = format!("{name}: {{{{1}}}} {{{{2}}}} {{{{3}}}}\n");
        Resource {
            name,
            aliases: Vec::new(),
            kind: ResourceType::Mime(MimeType::ApplicationJavascript),
            content: BASE64_STANDARD.encode(content),
            dependencies: Vec::new(),
            permission: PermissionMask::default(),
        }
    };
    engine.use_resources(names.iter().map(|it| scriptlet(it)));
    for question in io::stdin().lines() {
        let question: Value = serde_json::from_str(&question?)?;
        let text = |key: &str| question[key].as_str().unwrap_or_default();
        let answer = match question["page"].as_str() {
            Some(page) => {
                let page = engine.url_cosmetic_resources(page);
                let names = question["names"].as_array().into_iter().flatten();
                let names: Vec<&str> = names.filter_map(Value::as_str).collect();
                let mut hidden: BTreeSet<String> = page.hide_selectors.iter().cloned().collect();
                if !page.generichide {
                    let generic =
                        engine.hidden_class_id_selectors(&names, &names, &page.exceptions);
                    hidden.extend(generic);
                }
                let actions: BTreeSet<&String> = page.procedural_actions.iter().collect();
                let calls: BTreeSet<&str> = page.injected_script.lines().collect();
                json!([hidden, actions, calls])
            }
            None => match Request::new(text("url"), text("source"), text("type"), "get") {
                Err(_) => json!("no request"),
                Ok(request) => {
                    let it = engine.check_network_request(&request);
                    let csp = engine.get_csp_directives(&request).map(|it| {
                        let parts: BTreeSet<String> = it.split(',').map(str::to_owned).collect();
                        parts
                    });
                    json!([
                        it.should_block(),
                        it.exception.is_some(),
                        it.important,
                        it.redirect,
                        it.rewritten_url,
                        csp
                    ])
                }
            },
        };
        println!("{answer}");
    }
    Ok(())
}
