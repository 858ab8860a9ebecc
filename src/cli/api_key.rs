//! API keys of the backend: `blq_` and 48 hex digits. The backend keeps only their hashes.

use sha2::{Digest, Sha256};

use crate::cli::Error;

pub(super) struct ApiKey(String);

impl ApiKey {
    pub(super) fn random() -> Result<ApiKey, Error> {
        let mut bytes = [0; 24];
        getrandom::fill(&mut bytes).map_err(|err| {
            Error::new(format!("the system gives no random bytes for an API key: {err}"))
        })?;
        Ok(ApiKey(format!("blq_{}", hex(&bytes))))
    }

    /// A key that somebody has, if it is one.
    pub(super) fn parse(text: &str) -> Option<ApiKey> {
        let digits = text.strip_prefix("blq_")?;
        let is_hex = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
        (digits.len() == 48 && digits.bytes().all(is_hex)).then(|| ApiKey(text.to_owned()))
    }

    pub(super) fn secret(&self) -> &str {
        &self.0
    }

    /// SHA-256 in hex: the name it is stored under.
    pub(super) fn hash(&self) -> String {
        hex(&Sha256::digest(&self.0))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
