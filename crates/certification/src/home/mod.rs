//! What a person's home shows: needs you, waiting for others, recently done.
