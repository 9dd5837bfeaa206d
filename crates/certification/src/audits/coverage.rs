//! How far the requirements are worked through, and what a report still waits for (AUD-4): a conclusion
//! with method and evidence each, and findings that say the same as the conclusions.

use super::Kind;
use super::conclusions::{Conclusion, Row};
use crate::findings::Grade;
use crate::standards::{Group, Requirement, Scheme, Standard};

/// One heading with how many of its requirements are done.
#[derive(Debug, Clone)]
pub struct Heading {
    pub group: Group,
    pub total: usize,
    pub done: usize,
    pub nonconforming: usize,
}

impl Heading {
    pub fn is_done(&self) -> bool {
        self.done == self.total
    }
}

/// What one requirement still waits for; empty when it is done.
pub fn lacks(row: Option<&Row>) -> Vec<&'static str> {
    let Some((row, conclusion)) = row.and_then(|row| Some((row, row.concluded()?))) else {
        return vec!["a conclusion"];
    };
    let mut lacks = Vec::new();
    if row.methods.is_empty() && conclusion != Conclusion::NotApplicable {
        lacks.push("a method");
    }
    if row.evidence.trim().is_empty() {
        lacks.push(if conclusion == Conclusion::NotApplicable { "the reason" } else { "evidence" });
    }
    lacks
}

/// The headings of the standard with their progress.
pub fn headings(standard: &Standard, rows: &[Row]) -> Vec<Heading> {
    let of = |requirement: &Requirement| rows.iter().find(|row| row.requirement == requirement.id);
    let heading = |group: &Group| {
        let under: Vec<_> = standard.in_group(&group.id).map(of).collect();
        Heading {
            group: group.clone(),
            total: under.len(),
            done: under.iter().filter(|row| lacks(**row).is_empty()).count(),
            nonconforming: under
                .iter()
                .flatten()
                .filter(|row| row.concluded().is_some_and(|c| c.grade().is_some()))
                .count(),
        }
    };
    standard.groups.iter().map(heading).collect()
}

/// The requirements that an audit takes: those chosen for it; while nothing is chosen, all of them in Stage 2
/// and recertification, and none in other audits (PRG-2).
pub fn taken(standard: Scheme, kind: Kind, chosen: Option<&[String]>) -> Vec<&'static Requirement> {
    let takes = |requirement: &&Requirement| match chosen {
        Some(chosen) => chosen.contains(&requirement.id),
        None => kind.covers_everything(),
    };
    standard.requirements.iter().filter(takes).collect()
}

/// Everything that stands between these conclusions and a report, item by item. `findings` are those raised
/// in the same audit and not taken back: requirement and grade.
pub fn missing(
    standard: &Standard,
    taken: &[&Requirement],
    rows: &[Row],
    findings: &[(String, Grade)],
) -> Vec<String> {
    let of = |requirement: &Requirement| rows.iter().find(|row| row.requirement == requirement.id);
    let wanted = |requirement: &&Requirement| {
        taken.iter().any(|t| t.id == requirement.id) || of(requirement).is_some()
    };
    let mut missing = Vec::new();
    for requirement in standard.requirements.iter().filter(wanted) {
        let lacks = lacks(of(requirement));
        if !lacks.is_empty() {
            missing.push(format!("{}: {}", standard.named(&requirement.id), lacks.join(" and ")));
        }
    }
    if taken.is_empty() && rows.is_empty() {
        missing.push("A conclusion on any requirement".to_owned());
    }
    missing.extend(
        standard
            .requirements
            .iter()
            .filter_map(|requirement| disagreement(requirement, of(requirement), findings)),
    );
    missing
}

/// Where conclusion and findings do not say the same.
fn disagreement(
    requirement: &Requirement,
    row: Option<&Row>,
    findings: &[(String, Grade)],
) -> Option<String> {
    let concluded = row.and_then(Row::concluded)?;
    let raised: Vec<_> =
        findings.iter().filter(|(id, _)| *id == requirement.id).map(|(_, grade)| *grade).collect();
    let worst = [Grade::Major, Grade::Minor].into_iter().find(|grade| raised.contains(grade));
    let id = &requirement.id;
    let words = concluded.title().to_lowercase();
    match (concluded.grade(), worst) {
        (None, None) if concluded == Conclusion::NotApplicable && !raised.is_empty() => Some(
            format!("{id}: concluded as not applicable, but an observation is raised against it"),
        ),
        (said, found) if said == found => None,
        (Some(_), None) => Some(format!(
            "{id}: concluded as {words}, but no such nonconformity is raised against it"
        )),
        (_, Some(found)) => Some(format!(
            "{id}: concluded as {words}, but a {} nonconformity is raised against it",
            found.key()
        )),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards;

    fn aims() -> Scheme {
        standards::named("ISO/IEC 42001:2023").unwrap()
    }

    fn at_stage_2(rows: &[Row], findings: &[(String, Grade)]) -> Vec<String> {
        missing(aims(), &taken(aims(), Kind::Stage2, None), rows, findings)
    }

    fn row(id: &str, conclusion: &str) -> Row {
        Row {
            requirement: id.into(),
            version: 1,
            conclusion: conclusion.into(),
            methods: vec!["document".into()],
            evidence: "Seen".into(),
            who: String::new(),
        }
    }

    fn all() -> Vec<Row> {
        aims().requirements.iter().map(|r| row(&r.id, "conforms")).collect()
    }

    #[test]
    fn every_requirement_is_wanted_at_stage_2() {
        assert_eq!(at_stage_2(&[], &[]).len(), aims().requirements.len());
        assert!(at_stage_2(&all(), &[]).is_empty());
        for left_out in 0..aims().requirements.len() {
            let mut rows = all();
            let gone = rows.remove(left_out);
            let missing = at_stage_2(&rows, &[]);
            assert!(
                missing.len() == 1 && missing[0].starts_with(&format!("{} ", gone.requirement)),
                "{missing:?}"
            );
        }
    }

    #[test]
    fn a_conclusion_counts_only_with_method_and_evidence() {
        let mut bare = row("6.1.2", "conforms");
        bare.methods.clear();
        bare.evidence = "  ".into();
        assert_eq!(lacks(Some(&bare)), ["a method", "evidence"]);
        let mut reason = row("A.2.2", "not_applicable");
        reason.methods.clear();
        assert!(lacks(Some(&reason)).is_empty());
        reason.evidence.clear();
        assert_eq!(lacks(Some(&reason)), ["the reason"]);
    }

    /// All pairs of a conclusion and the worst finding raised against the same requirement.
    #[test]
    fn conclusions_and_findings_say_the_same() {
        let grades = [None, Some(Grade::Observation), Some(Grade::Minor), Some(Grade::Major)];
        for conclusion in Conclusion::ALL {
            for grade in grades {
                let mut rows = all();
                let at = rows.iter().position(|r| r.requirement == "A.6.2.4").unwrap_or_default();
                rows[at] = row("A.6.2.4", conclusion.key());
                let findings: Vec<_> =
                    grade.into_iter().map(|g| ("A.6.2.4".to_owned(), g)).collect();
                let agree = match conclusion {
                    Conclusion::Minor => grade == Some(Grade::Minor),
                    Conclusion::Major => grade == Some(Grade::Major),
                    Conclusion::NotApplicable => grade.is_none(),
                    _ => matches!(grade, None | Some(Grade::Observation)),
                };
                assert_eq!(
                    at_stage_2(&rows, &findings).is_empty(),
                    agree,
                    "{conclusion:?} {grade:?}"
                );
            }
        }
    }
}
