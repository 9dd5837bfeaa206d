//! The application, its scope and its review (APP).
