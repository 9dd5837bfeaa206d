//! A plan that lacks something is not sent; dates are agreed with a team that stands.
