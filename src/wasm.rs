//! The door for hosts of WASM: bytes in, JSON bytes out, no bindings generator.
#![expect(unsafe_code, reason = "the host and the core share nothing but memory")]

use crate::wire::{Json, serve::answer};

/// Gives the host a buffer to write a request into.
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_alloc(len: usize) -> *mut u8 {
    Box::leak(vec![0_u8; len].into_boxed_slice()).as_mut_ptr()
}

/// Takes a buffer back.
///
/// # Safety
/// `ptr` and `len` are as [`bloqr_alloc`] or [`bloqr_answer`] gave them, and are given once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_free(ptr: *mut u8, len: usize) {
    // SAFETY: the caller hands over what `Box::leak` let go of, with its length.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr, len)) });
}

/// Answers the request of `bloqr ast serve` at `ptr`: the answer's address above its length.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_answer(ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller wrote `len` bytes there and does not touch them meanwhile.
    let request = unsafe { std::slice::from_raw_parts(ptr, len) };
    let mut json = Json::new();
    answer(&String::from_utf8_lossy(request), &mut json);
    let bytes = json.finish().into_boxed_slice();
    let (len, ptr) = (bytes.len() as u64, Box::leak(bytes).as_ptr() as u64);
    ptr << 32 | len
}
