//! Internal notes, which the client's room can never read.
