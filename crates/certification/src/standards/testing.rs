//! The standards that tests are about.

use super::{Scheme, named};
use std::sync::LazyLock;

fn shipped(name: &str) -> Scheme {
    named(name).expect("shipped")
}

pub static AIMS: LazyLock<Scheme> = LazyLock::new(|| shipped("ISO/IEC 42001:2023"));
pub static ISMS: LazyLock<Scheme> = LazyLock::new(|| shipped("ISO/IEC 27001:2022"));
pub static QMS: LazyLock<Scheme> = LazyLock::new(|| shipped("ISO 9001:2015"));
