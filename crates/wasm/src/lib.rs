//! The door for hosts of WASM: bytes in, bytes out, no bindings generator.
//!
//! An answer is a buffer whose address stands above its length in a `u64`, to be given back by
//! `bloqr_free`. It holds the status of HTTP as a little-endian `u32`, then the body. A trap
//! leaves an instance of no use: the host takes a new one.
#![cfg(target_arch = "wasm32")]
#![expect(unsafe_code, reason = "the host and the core share nothing but memory")]

use bloqr_api::{self as api, Answer, Problem, Refusal};

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
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_check(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (path, body) = unsafe { named(name_len, ptr, len) };
    reply(match api::check_at(&path, &body) {
        Ok(()) => Answer { status: 200, body: Vec::new() },
        Err(problem) => problem.into(),
    })
}

/// Answers a request. The buffer holds the path of the endpoint, `name_len` bytes long, and then
/// the body.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_answer(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (path, body) = unsafe { named(name_len, ptr, len) };
    reply(api::answer_at(&path, body))
}

/// What a compilation needs before it can be answered: see [`api::plan`]. The buffer holds the body.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_plan(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
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
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_derive(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (kind, from) = unsafe { named(name_len, ptr, len) };
    reply(api::derive(&kind, &from))
}

/// Says no. The buffer holds the name of the refusal, `name_len` bytes long, and then the details as
/// [`Problem::refuse`] reads them. A name that the core has not is a failure of the core.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_refuse(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (name, details) = unsafe { named(name_len, ptr, len) };
    let refusal = Refusal::from_name(&name).unwrap_or(Refusal::CoreFailed);
    reply(Problem::refuse(refusal, &details).into())
}

/// Whether an answer is whole: status 200 and nothing, or a failure. See [`api::is_document`].
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_is_document(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (_, answer) = unsafe { named(name_len, ptr, len) };
    let status = if api::is_document(&answer) { 200 } else { 500 };
    reply(Answer { status, body: Vec::new() })
}

/// What this core is: see [`api::version`].
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_version() -> u64 {
    reply(Answer { status: 200, body: api::version() })
}

/// A name and what follows it. A name that is no text, or longer than the buffer, is empty.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s that is written whole, and given once.
unsafe fn named(name_len: usize, ptr: *mut u8, len: usize) -> (String, Vec<u8>) {
    // SAFETY: that is what the caller promises.
    let mut bytes =
        unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr, len)) }.into_vec();
    let name = bytes.get(..name_len).and_then(|it| std::str::from_utf8(it).ok());
    let name = name.unwrap_or_default().to_owned();
    bytes.drain(..name_len.min(len));
    (name, bytes)
}

fn reply(answer: Answer) -> u64 {
    let Answer { status, mut body } = answer;
    body.reserve_exact(4);
    body.splice(0..0, u32::from(status).to_le_bytes());
    let bytes = body.into_boxed_slice();
    let (len, ptr) = (bytes.len() as u64, Box::leak(bytes).as_ptr() as u64);
    ptr << 32 | len
}
