//! `bloqr convert` and the library behind it.

mod cases;
mod command;
mod laws;
