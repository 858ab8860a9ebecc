//! Selectors and declarations, as far as they can be judged without a page.

mod argument;
mod declarations;
mod pseudo;
mod scan;
mod selector;
mod tokens;

pub(super) use self::{
    declarations::check as check_declarations,
    scan::closing_curly,
    selector::{Judged, Kind, Selectors},
};
