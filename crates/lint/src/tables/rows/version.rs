// Made from crates/lint/tables/ by `BLESS=1 cargo test`.

pub(in crate::tables) const VERSION: u32 = 0x9fa3_b66a;
