//! The interface for hosts of WebAssembly: it takes and returns bytes, and needs no generated
//! bindings.
//!
//! An answer is a buffer. The functions return its address in the upper and its length in the lower
//! half of a `u64`; the host returns the buffer with `bloqr_free`. It has the HTTP status as a
//! little-endian `u32`, then the body. After a trap, the instance cannot be used any more: the host
//! must make a new one.
#![cfg(target_arch = "wasm32")]
#![expect(unsafe_code, reason = "the host and the core share nothing but memory")]

use bloqr_api::{self as api, Answer, Endpoint, Problem, Refusal};

/// Gives the host a buffer for a request.
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_alloc(len: usize) -> *mut u8 {
    Box::leak(vec![0_u8; len].into_boxed_slice()).as_mut_ptr()
}

/// Frees the buffer of a request or an answer.
///
/// # Safety
/// `ptr` and `len` must come from this module, and each buffer is freed only once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_free(ptr: *mut u8, len: usize) {
    // SAFETY: the caller returns a buffer from `Box::leak`, with its length.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr, len)) });
}

/// Checks a body against its schema: the answer is the status 200 without a body, or the problem.
///
/// The buffer has the path of the endpoint, `name_len` bytes long, and then the body.
///
/// # Safety
/// `ptr` and `len` are a buffer from [`bloqr_alloc`] that is completely written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_check(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller gives the same guarantee.
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

/// Answers a request. The buffer has the path of the endpoint, `name_len` bytes long, and then the
/// body.
///
/// # Safety
/// `ptr` and `len` are a buffer from [`bloqr_alloc`] that is completely written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_answer(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller gives the same guarantee.
    let (path, body) = unsafe { named(name_len, ptr, len) };
    reply(match Endpoint::from_path(path) {
        Some(endpoint) => api::answer(endpoint, body),
        None => Problem::refuse(Refusal::NotFound, b"").into(),
    })
}

/// Plans a compilation: see [`api::plan`]. The buffer has the body.
///
/// # Safety
/// `ptr` and `len` are a buffer from [`bloqr_alloc`] that is completely written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_plan(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller gives the same guarantee.
    let (_, body) = unsafe { named(name_len, ptr, len) };
    reply(match api::plan(body) {
        Ok(plan) => Answer { status: 200, body: plan.to_json() },
        Err(problem) => problem.into(),
    })
}

/// Makes a document from answers: see [`api::derive`]. The buffer has the kind of document,
/// `name_len` bytes long, and then the answers.
///
/// # Safety
/// `ptr` and `len` are a buffer from [`bloqr_alloc`] that is completely written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_derive(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller gives the same guarantee.
    let (kind, from) = unsafe { named(name_len, ptr, len) };
    reply(api::derive(kind, from))
}

/// Makes a refusal. The buffer has the name of the refusal, `name_len` bytes long, and then the
/// details for [`Problem::refuse`]. An unknown name is a failure of the core.
///
/// # Safety
/// `ptr` and `len` are a buffer from [`bloqr_alloc`] that is completely written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_refuse(name_len: usize, ptr: *const u8, len: usize) -> u64 {
    // SAFETY: the caller gives the same guarantee.
    let (name, details) = unsafe { named(name_len, ptr, len) };
    let refusal = Refusal::from_name(name).unwrap_or(Refusal::CoreFailed);
    reply(Problem::refuse(refusal, details).into())
}

/// The version of this core: see [`api::version`].
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_version() -> u64 {
    reply(Answer { status: 200, body: api::version() })
}

/// A name and the bytes after it. A name that is not text, or longer than the buffer, is empty.
///
/// # Safety
/// `ptr` and `len` are a buffer that is completely written, and not changed while the slices exist.
unsafe fn named<'a>(name_len: usize, ptr: *const u8, len: usize) -> (&'a str, &'a [u8]) {
    // SAFETY: the caller guarantees this.
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
