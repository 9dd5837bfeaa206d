//! An audit that concludes on requirements: Stage 2, and every later one with the part that falls to it. Findings
//! are raised, and the report is issued.

use super::Story;
use super::player::Played;
use certification::findings::Grade;

use super::Found;

impl Story<'_> {
    /// Stage 2 held with these findings, concluded requirement by requirement, and reported.
    pub async fn stage_2(&self, findings: &[Found]) -> Played {
        self.hold(findings).await
    }

    /// The audit at hand held with these findings, concluded requirement by requirement, and reported.
    pub async fn hold(&self, findings: &[Found]) -> Played {
        self.open_audit(self.at_hand).await?;
        self.conclude(findings).await?;
        self.raise(findings).await?;
        self.close_audit(self.at_hand).await?;
        self.report_on(findings).await
    }

    /// The report of the audit at hand, with the recommendation that its findings leave.
    pub async fn report_on(&self, findings: &[Found]) -> Played {
        let recommendation = if findings.iter().any(|f| f.1.is_nonconformity()) {
            "after_corrective_action"
        } else {
            "recommend"
        };
        self.report(self.at_hand, &[("recommendation", recommendation)]).await
    }

    /// Every clause and control concluded on that falls to the audit at hand, as these findings have it.
    pub async fn conclude(&self, findings: &[Found]) -> Played {
        let lead = self.staff(self.crew.lead).await?;
        let shown = lead.read(&format!("{}/requirements", self.audit(self.at_hand))).await?;
        for group in self.standard.groups.iter().filter(|group| falls_to(&shown, &group.id)) {
            self.conclude_on(&group.id, findings).await?;
        }
        Ok(())
    }

    /// Every requirement under one heading concluded on.
    pub async fn conclude_on(&self, group: &str, findings: &[Found]) -> Played {
        let lead = self.staff(self.crew.lead).await?;
        let mut fields: Vec<(&str, String)> = Vec::new();
        for requirement in self.standard.in_group(group) {
            let found = findings.iter().find(|f| f.0 == requirement.id);
            let conclusion = found.map_or("conforms", |f| f.1.key());
            let evidence = found.map_or_else(|| format!("Read the procedure for \"{}\" and two records of the last quarter; the people interviewed work by it.", requirement.title), |f| f.3.to_owned());
            fields.extend([("conclusion", conclusion.to_owned()), ("evidence", evidence)]);
            fields.extend(
                ["document", "interview"]
                    .map(|method| ("method", format!("{} {method}", requirement.id))),
            );
        }
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        lead.fill(
            &format!("{}/requirements/{}", self.audit(self.at_hand), group),
            "name=\"evidence\"",
            &fields,
        )
        .await?;
        Ok(())
    }

    /// These findings raised.
    pub async fn raise(&self, findings: &[Found]) -> Played {
        let auditor = self.staff(self.crew.auditor).await?;
        for (requirement, grade, statement, evidence) in findings {
            let grade: Grade = *grade;
            let fields = [
                ("requirement", *requirement),
                ("grade", grade.key()),
                ("statement", *statement),
                ("evidence", *evidence),
            ];
            auditor
                .fill(&format!("{}/findings", self.audit(self.at_hand)), "name=\"grade\"", &fields)
                .await?;
        }
        Ok(())
    }
}

/// Whether the page of the headings leaves this one to the audit.
fn falls_to(page: &str, group: &str) -> bool {
    let row = page.split_once(&format!("/requirements/{group}\"")).map(|(_, rest)| rest);
    let row = row.and_then(|rest| rest.split("</tr>").next());
    row.is_some_and(|row| !row.contains("Not in this audit"))
}
