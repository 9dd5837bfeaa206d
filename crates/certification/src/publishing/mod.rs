//! What a client sees of reports and decisions: field by field, by default nothing.
