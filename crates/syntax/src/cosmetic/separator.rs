//! Where the domains of a cosmetic rule end and its body starts.

use crate::ast::Separator;

/// The first separator at or after `from`, and its start. Escapes and regexes do not hide a
/// separator; only a space before `##` and `#@#` does.
pub(crate) fn find(line: &str, from: usize) -> Option<(usize, Separator)> {
    let bytes = line.as_bytes();
    memchr::memchr2_iter(b'#', b'$', &bytes[from..]).find_map(|at| {
        let at = from + at;
        let separator = at_start(&bytes[at..])?;
        let guarded =
            matches!(separator, Separator::ElementHiding | Separator::ElementHidingException)
                && at > 0
                && bytes[at - 1] == b' ';
        (!guarded).then_some((at, separator))
    })
}

#[inline]
fn at_start(bytes: &[u8]) -> Option<Separator> {
    Some(match bytes {
        [b'#', b'#', ..] => Separator::ElementHiding,
        [b'#', b'?', b'#', ..] => Separator::ExtendedElementHiding,
        [b'#', b'%', b'#', ..] => Separator::JsInjection,
        [b'#', b'$', b'#', ..] => Separator::CssInjection,
        [b'#', b'$', b'?', b'#', ..] => Separator::ExtendedCssInjection,
        [b'#', b'@', b'#', ..] => Separator::ElementHidingException,
        [b'#', b'@', b'?', b'#', ..] => Separator::ExtendedElementHidingException,
        [b'#', b'@', b'%', b'#', ..] => Separator::JsInjectionException,
        [b'#', b'@', b'$', b'#', ..] => Separator::CssInjectionException,
        [b'#', b'@', b'$', b'?', b'#', ..] => Separator::ExtendedCssInjectionException,
        [b'$', b'$', ..] => Separator::HtmlFiltering,
        [b'$', b'@', b'$', ..] => Separator::HtmlFilteringException,
        _ => return None,
    })
}
