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
/// The buffer holds the path of the endpoint, `name_len` bytes long, and then the body.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_check(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (path, body) = unsafe { named(name_len, ptr, len) };
    let checked = match path {
        api::BATCH => Some(api::check_batch(body)),
        path => Endpoint::from_path(path).map(|it| api::check(it, body)),
    };
    reply(match checked {
        Some(Ok(())) => Answer { status: 200, body: Vec::new() },
        Some(Err(problem)) => problem.into(),
        None => Problem::refuse(Refusal::NotFound, b"").into(),
    })
}

/// Answers a request. The buffer holds the path of the endpoint, `name_len` bytes long, and then
/// the body.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_answer(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (path, body) = unsafe { named(name_len, ptr, len) };
    reply(match Endpoint::from_path(path) {
        Some(endpoint) => api::answer(endpoint, body),
        None => Problem::refuse(Refusal::NotFound, b"").into(),
    })
}

/// What a compilation needs before it can be answered: see [`api::plan`]. The buffer holds the body.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_plan(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (_, body) = unsafe { named(name_len, ptr, len) };
    reply(match api::plan(body) {
        Ok(plan) => Answer { status: 200, body: plan.to_json() },
        Err(problem) => problem.into(),
    })
}

/// Makes a document of answers: see [`api::derive`]. The buffer holds the kind of document,
/// `name_len` bytes long, and then the answers.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_derive(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (kind, from) = unsafe { named(name_len, ptr, len) };
    reply(api::derive(kind, from))
}

/// Says no. The buffer holds the name of the refusal, `name_len` bytes long, and then the details as
/// [`Problem::refuse`] reads them. A name that the core has not is a failure of the core.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_refuse(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (name, details) = unsafe { named(name_len, ptr, len) };
    let refusal = Refusal::from_name(name).unwrap_or(Refusal::CoreFailed);
    reply(Problem::refuse(refusal, details).into())
}

/// What this core is: see [`api::version`].
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_version() -> u64 {
    reply(Answer { status: 200, body: api::version() })
}

/// A name and what follows it. A name that is no text, or longer than the buffer, is empty.
///
/// # Safety
/// `ptr` and `len` are a buffer that is written whole and not touched while the slices live.
unsafe fn named<'a>(name_len: usize, ptr: *const u8, len: usize) -> (&'a str, &'a [u8]) {
    // SAFETY: that is what the caller promises.
    let bytes = unsafe { std::slice::from_raw_parts(ptr, len) };
    let (name, rest) = bytes.split_at_checked(name_len).unwrap_or((b"", bytes));
    (std::str::from_utf8(name).unwrap_or_default(), rest)
}

fn reply(answer: Answer) -> u64 {
    let Answer { status, mut body } = answer;
    body.reserve_exact(4);
    body.splice(0..0, u32::from(status).to_le_bytes());
    let bytes = body.into_boxed_slice();
    let (len, ptr) = (bytes.len() as u64, Box::leak(bytes).as_ptr() as u64);
    ptr << 32 | len
}
