//! Stage 2: every clause and control concluded, findings raised, the report issued.

use super::Story;
use super::player::Played;
use certification::findings::Grade;

use super::Found;

impl Story<'_> {
    /// Stage 2 held with these findings, concluded requirement by requirement, and reported.
    pub async fn stage_2(&self, findings: &[Found]) -> Played {
        self.open_audit(1).await?;
        self.conclude(findings).await?;
        self.raise(findings).await?;
        self.close_audit(1).await?;
        let recommendation = if findings.iter().any(|f| f.1.is_nonconformity()) {
            "after_corrective_action"
        } else {
            "recommend"
        };
        self.report(1, &[("recommendation", recommendation)]).await
    }

    /// Every clause and control concluded on, as these findings have it.
    pub async fn conclude(&self, findings: &[Found]) -> Played {
        for group in &self.standard.groups {
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
            &format!("{}/requirements/{}", self.audit(1), group),
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
            auditor.fill(&format!("{}/findings", self.audit(1)), "name=\"grade\"", &fields).await?;
        }
        Ok(())
    }
}
