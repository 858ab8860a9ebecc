//! `bloqr convert` and its library.

mod cases;
mod command;
mod laws;
