//! The interface for JavaScript: it takes and returns bytes, and needs no generated bindings.
//!
//! An answer is a buffer. The functions return its address in the upper and its length in the lower half of a
//! `u64`; the host returns the buffer with `bloqr_free`. Its last byte is 0 after JSON, and 1 after a message.
//! After a trap, the instance cannot be used any more.
#![expect(unsafe_code, reason = "the host and the core share nothing but memory")]

use std::cell::RefCell;

use crate::{Answer, Tree, rule_record};
use bloqr_wire::flat::Flat;

/// Gives the host a buffer.
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_alloc(len: usize) -> *mut u8 {
    Box::leak(vec![0_u8; len].into_boxed_slice()).as_mut_ptr()
}

/// Frees a buffer.
///
/// # Safety
/// `ptr` and `len` must come from this module, and each buffer is freed only once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_free(ptr: *mut u8, len: usize) {
    // SAFETY: the caller returns a buffer from `Box::leak`, with its length.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr, len)) });
}

/// A function for each kind of work. The first buffer has the options as JSON; the second has a text in its first
/// `used` bytes. Both are buffers of [`bloqr_alloc`], and are taken.
macro_rules! doors {
    ($($door:ident $work:path;)+) => {$(
        #[doc = concat!("[`", stringify!($work), "`]")]
        ///
        /// # Safety
        /// Both buffers come from [`bloqr_alloc`], and are written whole.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $door(
            options: *mut u8,
            options_len: usize,
            text: *mut u8,
            text_len: usize,
            used: usize,
        ) -> u64 {
            // SAFETY: the caller's promise is the same.
            let (options, text) =
                unsafe { (taken(options, options_len, options_len), taken(text, text_len, used)) };
            reply($work(&options, &text))
        }
    )+};
}

doors! {
    bloqr_lint crate::lint;
    bloqr_fix crate::fix;
    bloqr_summary crate::summary;
    bloqr_match crate::find_matches;
    bloqr_convert crate::convert;
    bloqr_convert_rule crate::convert_rule;
    bloqr_compile crate::compile;
    bloqr_version crate::version;
}

thread_local! {
    /// The text of this instance whose trees are read.
    static TREE: RefCell<Tree> = RefCell::default();
}

/// Starts to read trees: see [`Tree::new`].
///
/// # Safety
/// The buffer comes from [`bloqr_alloc`], and is written whole. It is taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_tree(bits: u32, text: *mut u8, text_len: usize, used: usize) {
    // SAFETY: the caller's promise is the same.
    let text = unsafe { taken(text, text_len, used) };
    TREE.set(Tree::new(text, bits));
}

/// The next records: their address in the upper and the number of their words in the lower half. They stay until
/// the next call. Without words, there are no more, and the text is freed.
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_tree_next() -> u64 {
    let piece = TREE.with_borrow_mut(|it| {
        let words = it.next_piece();
        (words.as_ptr() as u64) << 32 | words.len() as u64
    });
    if piece as u32 == 0 {
        TREE.take();
    }
    piece
}

thread_local! {
    /// The record of the last rule.
    static RULE: RefCell<Flat> = RefCell::default();
}

/// The record of one rule, which is at the address that comes back until the next call. The text is in the first
/// `used` bytes of a buffer that stays the host's, so that it can be used again.
///
/// # Safety
/// The buffer comes from [`bloqr_alloc`], and has that many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_rule(bits: u32, text: *const u8, used: usize) -> *const u32 {
    // SAFETY: the caller's promise.
    let bytes = unsafe { std::slice::from_raw_parts(text, used) };
    // The host writes UTF-8 only.
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    RULE.with_borrow_mut(|it| rule_record(it, text, bits).as_ptr())
}

/// The text in a buffer.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s that is written whole, and given once.
unsafe fn taken(ptr: *mut u8, len: usize, used: usize) -> String {
    // SAFETY: that is what the caller promises.
    let buffer = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr, len)) };
    let mut bytes = buffer.into_vec();
    bytes.truncate(used);
    // The host writes UTF-8 only.
    String::from_utf8(bytes).unwrap_or_default()
}

fn reply(answer: Answer) -> u64 {
    let (mut body, sign) = match answer {
        Ok(json) => (json, 0),
        Err(message) => (message.into_bytes(), 1),
    };
    body.reserve_exact(1);
    body.push(sign);
    let bytes = body.into_boxed_slice();
    let (len, ptr) = (bytes.len() as u64, Box::leak(bytes).as_ptr() as u64);
    ptr << 32 | len
}
