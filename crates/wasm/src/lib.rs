//! The door for hosts of WASM: bytes in, bytes out, no bindings generator.
//!
//! An answer is a buffer whose address stands above its length in a `u64`, to be given back by
//! `bloqr_free`. It holds the status of HTTP as a little-endian `u32`, then the body. A trap
//! leaves an instance of no use: the host takes a new one.
#![cfg(target_arch = "wasm32")]
#![expect(unsafe_code, reason = "the host and the core share nothing but memory")]

use bloqr_api::{self as api, Answer, Endpoint, Problem, Refusal};

/// Gives the host a buffer to write a request into.
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_alloc(len: usize) -> *mut u8 {
    Box::leak(vec![0_u8; len].into_boxed_slice()).as_mut_ptr()
}

/// Takes a buffer back, be it of a request or of an answer.
///
/// # Safety
/// `ptr` and `len` are as this module gave them, and are given once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_free(ptr: *mut u8, len: usize) {
    // SAFETY: the caller hands over what `Box::leak` let go of, with its length.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr, len)) });
}

/// Whether a body is as it has to be: status 200 and nothing, or the problem.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_check(endpoint: u32, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let body = unsafe { bytes(ptr, len) };
    reply(match by_index(&Endpoint::ALL, endpoint).map(|it| api::check(it, body)) {
        Some(Ok(())) => Answer { status: 200, body: Vec::new() },
        Some(Err(problem)) => problem.into(),
        None => unknown(),
    })
}

/// Answers a request: `endpoint` is one of [`Endpoint::ALL`].
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_answer(endpoint: u32, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let body = unsafe { bytes(ptr, len) };
    let endpoint = by_index(&Endpoint::ALL, endpoint);
    reply(endpoint.map_or_else(unknown, |it| api::answer(it, body)))
}

/// Says no: `kind` is one of [`Refusal::ALL`], and the buffer holds the details as
/// [`Problem::refuse`] reads them.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_refuse(kind: u32, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let details = unsafe { bytes(ptr, len) };
    let refusal = by_index(&Refusal::ALL, kind);
    reply(refusal.map_or_else(unknown, |it| Problem::refuse(it, details).into()))
}

/// What this core is: see [`api::version`].
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_version() -> u64 {
    reply(Answer { status: 200, body: api::version() })
}

/// # Safety
/// `ptr` and `len` are a buffer that is written whole and not touched while the slice lives.
unsafe fn bytes<'a>(ptr: *const u8, len: usize) -> &'a [u8] {
    // SAFETY: that is what the caller promises.
    unsafe { std::slice::from_raw_parts(ptr, len) }
}

fn by_index<T: Copy>(all: &[T], index: u32) -> Option<T> {
    all.get(index as usize).copied()
}

/// The host asks for something that this core does not have.
fn unknown() -> Answer {
    Problem::refuse(Refusal::CoreFailed, b"").into()
}

fn reply(answer: Answer) -> u64 {
    let Answer { status, mut body } = answer;
    body.reserve_exact(4);
    body.splice(0..0, u32::from(status).to_le_bytes());
    let bytes = body.into_boxed_slice();
    let (len, ptr) = (bytes.len() as u64, Box::leak(bytes).as_ptr() as u64);
    ptr << 32 | len
}
