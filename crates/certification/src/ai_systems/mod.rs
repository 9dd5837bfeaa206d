//! The register of the client's AI systems, by hand or from a file (APP-5).
