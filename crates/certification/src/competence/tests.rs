//! What counts as qualified, and who may say so.
