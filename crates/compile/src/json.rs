//! JSON in which no key occurs twice, and where in its text a value stands.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

use crate::error::{Key, Place, keys_of};

/// A value of JSON. A key that occurs twice is an error: other readers take one of the two without
/// a word.
///
/// ```
/// use bloqr_compile::UniqueKeys;
///
/// assert!(serde_json::from_str::<UniqueKeys>(r#"{"a": 1, "b": {"a": 2}}"#).is_ok());
/// let error = serde_json::from_str::<UniqueKeys>(r#"{"a": 1, "a": 2}"#).err();
/// assert!(error.unwrap().to_string().starts_with("the key `a` occurs twice"));
/// ```
#[derive(Debug, Clone)]
pub struct UniqueKeys(pub Value);

impl<'de> Deserialize<'de> for UniqueKeys {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<UniqueKeys, D::Error> {
        json.deserialize_any(Reader).map(UniqueKeys)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(UniqueKeys(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` occurs twice")));
            }
            let UniqueKeys(value) = entries.next_value()?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

/// Where the value at a path, `sources[0].name`, stands in a text of JSON. When there is none: the
/// value that should hold it.
pub fn place_in_json(text: &str, path: &str) -> Option<Place> {
    let start = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut value: &RawValue = serde_json::from_str(start).ok()?;
    for key in keys_of(path) {
        let inner = match key {
            Key::Name(name) => {
                let object: Option<BTreeMap<String, &RawValue>> =
                    serde_json::from_str(value.get()).ok();
                object.and_then(|it| it.get(name).copied())
            }
            Key::Index(index) => {
                let array: Option<Vec<&RawValue>> = serde_json::from_str(value.get()).ok();
                array.and_then(|it| it.get(index).copied())
            }
        };
        let Some(inner) = inner else { break };
        value = inner;
    }
    let at = value.get().as_ptr() as usize - text.as_ptr() as usize;
    Some(Place::of(text, at))
}
