//! The portals: a route, a handler of about ten lines, a template of the same path. No SQL is possible here.

mod answers;
pub mod app;
mod attempts;
mod declared;
pub mod download;
pub mod form;
mod kept;
mod looks;
mod matters;
pub mod page;
pub mod paths;
mod printing;
pub mod problem;
mod rows;
mod rules;
pub mod session;
mod timeline;
pub mod upload;
mod whence;

mod audit;
mod client;
mod door;
mod office;
mod panel;
mod register;

pub use app::{App, Settings, listed_routes, router};
