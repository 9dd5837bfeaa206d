//! The portals over HTTP, each person in their own.

mod applying;
mod browser;
mod fee;
