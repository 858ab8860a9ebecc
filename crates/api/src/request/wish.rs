//! The schema of `POST /api/transform/generate`.

use super::{fields::Fields, schema::WISH};
use crate::{Endpoint, GENERATE, MAX_BODY, Problem};

pub(crate) struct WishRequest {
    /// What the transform is to do.
    pub(crate) wish: String,
    /// Rules of the list, which the client sends only when it wants that.
    pub(crate) sample: Vec<String>,
}

impl WishRequest {
    pub(crate) fn read(body: &[u8]) -> Result<WishRequest, Problem> {
        if body.len() > MAX_BODY {
            return Err(Problem::too_large(Endpoint::Transform, body.len()).at(GENERATE));
        }
        let fields = Fields::read(Endpoint::Transform, body, WISH, true);
        let mut fields = fields.map_err(|it| it.at(GENERATE))?;
        if !fields.faults.is_empty() {
            return Err(fields.faults.problem(Endpoint::Transform).at(GENERATE));
        }
        Ok(WishRequest {
            wish: fields.text("wish").unwrap_or_default().trim().to_owned(),
            sample: fields.strings("sample").iter().map(str::to_owned).collect(),
        })
    }
}
