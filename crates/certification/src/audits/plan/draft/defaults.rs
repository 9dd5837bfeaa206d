//! Documents that a plan begins with, by kind of audit.

use crate::audits::Kind;

/// What Stage 1 always asks for: the documented information that it checks. Title and why.
pub fn defaults(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Stage1 => &[
            ("Scope of the AI management system", "Clause 4.3: what is in, what is out, and why"),
            ("AI policy", "Clause 5.2 and control A.2.2"),
            (
                "AI risk assessment and treatment",
                "Clauses 6.1.2 and 6.1.3: process and latest results",
            ),
            ("Register of AI systems", "What the certification is about"),
            ("Statement of applicability", "Clause 6.1.3: every control, with version and date"),
            ("Procedures", "Those that the management system rests on"),
            ("Internal audit", "Clause 9.2: programme and latest results"),
            ("Management review", "Clause 9.3: latest inputs and results"),
        ],
        Kind::Stage2
        | Kind::Surveillance1
        | Kind::Surveillance2
        | Kind::Recertification
        | Kind::Special => &[
            ("What has changed since the last audit", "Documents, AI systems, people and sites"),
            (
                "Records of AI system impact assessments",
                "Clause 8.4: the latest of each system in scope",
            ),
        ],
    }
}
