//! Teams of audits: competence, conflicts, and the client's say (CMP, IMP-5, PLN-2).
