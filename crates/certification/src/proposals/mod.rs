//! The fixed fee, the proposal and the agreement (TIM-7, APP-3).
