//! Audit time: a table, adjustments with reasons, and the same result every time (TIM).
