//! What an assessor asks, answered.
