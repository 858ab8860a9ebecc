//! The interface for hosts of WebAssembly: it takes and returns bytes, and needs no generated
//! bindings.
//!
//! An answer is a buffer. The functions return its address in the upper and its length in the lower
//! half of a `u64`; the host returns the buffer with `bloqr_free`. It has the body, then the HTTP status
//! as a little-endian `u32`. After a trap, the instance cannot be used any more: the host
//! must make a new one.
#![cfg(target_arch = "wasm32")]
#![expect(unsafe_code, reason = "the host and the core share nothing but memory")]

use std::cell::RefCell;

use bloqr_api::{
    self as api, Answer, Begun, CustomStep, Desk, GenerateStep, Pieces, Problem, Refusal, Watcher,
};

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

thread_local! {
    /// The rest of the answer that this instance makes in pieces.
    static PIECES: RefCell<Option<Pieces>> = const { RefCell::new(None) };
}

/// The status of a piece that is not the last one of its document. The status of the document is 200.
const MORE: u16 = 100;

/// Answers a request: see [`api::begin_at`]. The buffer has the path of the endpoint, `name_len` bytes
/// long, and then the body. With the status 100, the body of the reply is the first piece of an answer
/// with the status 200, and [`bloqr_next`] gives the others. An answer that was not taken to its end is
/// dropped.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_answer(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (path, body) = unsafe { named(name_len, ptr, len) };
    match api::begin_at(&path, body) {
        Begun::Whole(answer) => {
            PIECES.set(None);
            reply(answer)
        }
        Begun::InPieces(pieces) => {
            PIECES.set(Some(*pieces));
            bloqr_next()
        }
    }
}

/// The next piece of the answer that [`bloqr_answer`] began: status 100, or 200 for the last one.
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_next() -> u64 {
    let (body, is_done) = PIECES.with_borrow_mut(|it| match it {
        Some(pieces) => (pieces.next_piece().unwrap_or_default(), pieces.is_done()),
        None => (Vec::new(), true),
    });
    if is_done {
        PIECES.set(None);
    }
    reply(Answer { status: if is_done { 200 } else { MORE }, body })
}

/// Plans a compilation: see [`api::plan`]. The buffer has the body.
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

/// Makes a document from answers: see [`api::derive`]. The buffer has the kind of document,
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

/// Makes a refusal. The buffer has the name of the refusal, `name_len` bytes long, and then the
/// details for [`Problem::refuse`]. An unknown name is a failure of the core.
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

/// Does a step of a custom transform: see [`api::custom`]. The buffer has the step as JSON, `name_len`
/// bytes long, and then its input.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_custom(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (step, input) = unsafe { named(name_len, ptr, len) };
    reply(match CustomStep::from_json(&step) {
        Some(step) => api::custom(&step, &input),
        None => Problem::refuse(Refusal::CoreFailed, b"").into(),
    })
}

/// Does a step of the generator: see [`api::generate`]. The buffer has the step as JSON, `name_len`
/// bytes long, and then its input.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_generate(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (step, input) = unsafe { named(name_len, ptr, len) };
    reply(match GenerateStep::from_json(&step) {
        Some(step) => api::generate(&step, &input),
        None => Problem::refuse(Refusal::CoreFailed, b"").into(),
    })
}

thread_local! {
    /// The draft of this instance.
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Does what a command says with the draft of this instance: see [`Desk::answer`]. The buffer has the
/// command as JSON, `name_len` bytes long, and then its input. The draft stays between the calls; after
/// a trap, a new instance starts with none.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_draft(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (command, input) = unsafe { named(name_len, ptr, len) };
    reply(DESK.with_borrow_mut(|it| it.answer(&command, input)))
}

thread_local! {
    /// What this instance looks at.
    static WATCHER: RefCell<Watcher> = RefCell::default();
}

/// Does what a command says with a list that is watched: see [`Watcher::answer`]. The buffer has the
/// command as JSON, `name_len` bytes long, and then its input. A text that was sent in pieces stays
/// between the calls, so each list needs an instance of its own while it is looked at.
///
/// # Safety
/// `ptr` and `len` are a buffer of [`bloqr_alloc`]'s, written whole. It is taken, and not freed by the host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bloqr_watch(name_len: usize, ptr: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's promise is the same.
    let (command, input) = unsafe { named(name_len, ptr, len) };
    reply(WATCHER.with_borrow_mut(|it| it.answer(&command, input)))
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

/// The version of this core: see [`api::version`].
#[unsafe(no_mangle)]
pub extern "C" fn bloqr_version() -> u64 {
    reply(Answer { status: 200, body: api::version() })
}

/// A name and the bytes after it. A name that is not text, or longer than the buffer, is empty.
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
    body.extend(u32::from(status).to_le_bytes());
    let bytes = body.into_boxed_slice();
    let (len, ptr) = (bytes.len() as u64, Box::leak(bytes).as_ptr() as u64);
    ptr << 32 | len
}
