//! Gives new names to what a `bloqr.toml` calls by old ones, before it is read.

use bloqr_lint::{
    RENAMED, Renamed, What,
    options::{Data, InvalidValue, Key, Value},
};

/// Renames keys and rules in a whole file. The result has a warning for each old name.
pub(super) fn rename(file: &mut Value) -> Result<Vec<InvalidValue>, InvalidValue> {
    let mut renaming = Renaming { table: RENAMED, warnings: Vec::new() };
    renaming.settings(file)?;
    Ok(renaming.warnings)
}

struct Renaming<'t> {
    table: &'t [Renamed],
    warnings: Vec<InvalidValue>,
}

impl Renaming<'_> {
    fn settings(&mut self, value: &mut Value) -> Result<(), InvalidValue> {
        let Data::Table(entries) = &mut value.data else { return Ok(()) };
        self.keys(What::Key, entries)?;
        for (key, value) in entries {
            match (key.name.as_str(), &mut value.data) {
                ("rules", Data::Table(rules)) => self.keys(What::Rule, rules)?,
                ("select" | "ignore", Data::List(names)) => {
                    for item in names {
                        if let Data::Text(name) = &mut item.data {
                            self.name(What::Rule, item.at, name);
                        }
                    }
                }
                ("overrides", Data::List(overrides)) => {
                    overrides.iter_mut().try_for_each(|it| self.settings(it))?;
                }
                _ => (),
            }
        }
        Ok(())
    }

    fn keys(&mut self, what: What, entries: &mut [(Key, Value)]) -> Result<(), InvalidValue> {
        for n in 0..entries.len() {
            let was = entries[n].0.name.clone();
            let (at, mut name) = (entries[n].0.at, was.clone());
            self.name(what, at, &mut name);
            entries[n].0.name.clone_from(&name);
            if name != was && entries.iter().filter(|it| it.0.name == name).count() > 1 {
                let message = format!("`{was}` and `{name}` are the same key");
                return Err(InvalidValue::new(at, message));
            }
        }
        Ok(())
    }

    fn name(&mut self, what: What, at: usize, name: &mut String) {
        if let Some(row) = Renamed::find(self.table, what, name) {
            self.warnings.push(InvalidValue::new(at, row.warning()));
            *name = row.is.to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node;

    /// Names as they could be renamed.
    const TABLE: &[Renamed] = &[
        Renamed { what: What::Key, was: "products", is: "targets", since: "0.2.0" },
        Renamed { what: What::Rule, was: "tiny-rule", is: "short-rule", since: "0.3.0" },
    ];

    fn renamed(text: &str) -> Result<(Value, Vec<InvalidValue>), InvalidValue> {
        let mut value = node::from_toml(text).unwrap();
        let mut renaming = Renaming { table: TABLE, warnings: Vec::new() };
        renaming.settings(&mut value)?;
        Ok((value, renaming.warnings))
    }

    #[test]
    fn old_names_work_everywhere_and_are_reported() {
        let old = "products = [\"ubo\"]\nignore = [\"tiny-rule\"]\nselect = [\"tiny-rule\"]\n[rules]\n\
            tiny-rule = { min-length = 3 }\n[[overrides]]\nfiles = [\"a\"]\nproducts = [\"adg\"]\n";
        let (value, warnings) = renamed(old).unwrap();
        let text = format!("{value:?}");
        assert!(!text.contains("products") && !text.contains("tiny-rule"), "{text}");
        let told: Vec<&str> = warnings.iter().map(|it| &old[it.at..it.at + 4]).collect();
        assert_eq!(told, ["prod", "\"tin", "\"tin", "tiny", "prod"]);
        assert_eq!(
            warnings[0].message,
            "`products` is called `targets` since version 0.2.0: use the new name"
        );
    }

    #[test]
    fn new_names_are_not_reported() {
        let new = "targets = [\"ubo\"]\nignore = [\"short-rule\"]\n[rules]\nproducts = \"off\"\n";
        let (value, warnings) = renamed(new).unwrap();
        assert_eq!((value, warnings), (node::from_toml(new).unwrap(), Vec::new()));
    }

    #[test]
    fn both_names_at_once_are_an_error() {
        let error = renamed("targets = [\"ubo\"]\nproducts = [\"adg\"]\n").unwrap_err();
        assert_eq!(error.message, "`products` and `targets` are the same key");
    }
}
