//! What the audits of the demonstration found.

use crate::story::Found;
use certification::findings::Grade;

pub(super) const OF_HARBOUR: &[Found] = &[
    (
        "A.6.2.6",
        Grade::Minor,
        "The owner of the alarm thresholds is not named for one of the three systems.",
        "Monitoring procedure MP-07; the release of the affordability assistant in spring has no named owner for its drift alarm.",
    ),
    (
        "7.3",
        Grade::Observation,
        "New joiners of customer operations hear of the AI policy in their second month.",
        "Two interviews; the induction plan.",
    ),
];

pub(super) const OF_ORRERY: &[Found] = &[
    (
        "6.1.4",
        Grade::Major,
        "Impact assessments were made for one of the two systems only.",
        "Register of impact assessments; no entry for the route solver, in service for fourteen months.",
    ),
    (
        "A.7.4",
        Grade::Minor,
        "Data quality limits are applied but not written down for the forecasting data.",
        "Interview with the forecasting lead; pipeline configuration.",
    ),
];

pub(super) const OF_CASTELLAN: &[Found] = &[
    (
        "A.6.2.4",
        Grade::Major,
        "Validation of the triage helper was not repeated after the model was retrained.",
        "Release notes of the last two versions; validation report of the version before.",
    ),
    (
        "9.2.2",
        Grade::Minor,
        "The internal audit programme does not reach the platform unit.",
        "Internal audit programme; interview with the quality lead.",
    ),
    (
        "A.8.2",
        Grade::Minor,
        "The users' guide does not say for which patients the chest film reader was not validated.",
        "Users' guide; validation report, section on limits.",
    ),
    (
        "5.2",
        Grade::Observation,
        "The AI policy is good and hard to find.",
        "Intranet; three interviews.",
    ),
];
