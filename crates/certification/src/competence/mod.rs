//! Competence files: who may do what, and who knows what (CMP).
