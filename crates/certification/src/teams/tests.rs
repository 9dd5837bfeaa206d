//! Teams that must not stand, and who may say what about them.
