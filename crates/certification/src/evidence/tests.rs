//! Files that lie, break off or are too large leave nothing; who may open what.
