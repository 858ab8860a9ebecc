//! API keys of the backend: `blq_` and 48 hex digits. The backend keeps only their hashes.

use clap::ValueEnum;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::cli::Error;

/// How many requests a minute: 60, 120, 300, 600, or no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Tier {
    /// No requests
    Anonymous,
    /// 60 requests a minute
    Free,
    /// 120 requests a minute
    Payg,
    /// 300 requests a minute
    Pro,
    /// 600 requests a minute
    Vendor,
    /// No limit
    Admin,
    /// No limit
    Enterprise,
}

/// The JSON that the backend stores under the hash of a key.
pub(super) fn record(tier: Tier, user: &str) -> String {
    let tier = tier.to_possible_value().map(|it| it.get_name().to_owned());
    json!({ "tier": tier, "user": user }).to_string()
}

pub(super) struct ApiKey(String);

impl ApiKey {
    pub(super) fn random() -> Result<ApiKey, Error> {
        let mut bytes = [0; 24];
        getrandom::fill(&mut bytes).map_err(|err| {
            Error::new(format!("cannot get random bytes from the system for an API key: {err}"))
        })?;
        Ok(ApiKey(format!("blq_{}", hex(&bytes))))
    }

    /// Reads an existing key. `None` when the text is not a key.
    pub(super) fn parse(text: &str) -> Option<ApiKey> {
        let digits = text.strip_prefix("blq_")?;
        let is_hex = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
        (digits.len() == 48 && digits.bytes().all(is_hex)).then(|| ApiKey(text.to_owned()))
    }

    pub(super) fn secret(&self) -> &str {
        &self.0
    }

    /// SHA-256 in hex. The backend stores the key under this name.
    pub(super) fn hash(&self) -> String {
        hex(&Sha256::digest(&self.0))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
