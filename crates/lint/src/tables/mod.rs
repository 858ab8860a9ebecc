//! Facts about the blockers, as data.

pub(crate) mod css_values;
pub(crate) mod modifiers;
pub(crate) mod properties;
pub(crate) mod pseudos;
pub(crate) mod redirects;
pub(crate) mod scriptlets;

/// Tells these tables from others: a hash of their sources, FNV-1a.
pub const VERSION: u32 = {
    let sources: [&[u8]; 6] = [
        include_bytes!("css_values.rs"),
        include_bytes!("modifiers.rs"),
        include_bytes!("properties.rs"),
        include_bytes!("pseudos.rs"),
        include_bytes!("redirects.rs"),
        include_bytes!("scriptlets.rs"),
    ];
    let (mut hash, mut n) = (0x811c_9dc5_u32, 0);
    while n < sources.len() {
        let mut at = 0;
        while at < sources[n].len() {
            hash = (hash ^ sources[n][at] as u32).wrapping_mul(0x0100_0193);
            at += 1;
        }
        n += 1;
    }
    hash
};
