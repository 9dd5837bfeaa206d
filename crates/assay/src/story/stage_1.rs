//! Stage 1: documents uploaded, checked for completeness, concerns, report; the office reviews readiness.

use super::player::{Played, Stuck};
use super::{Story, form};
use axum::http::StatusCode;

impl Story<'_> {
    /// The client uploads a document for what is asked for.
    pub async fn upload_documents(&self, nth: usize) -> Played {
        let client = self.client().await?;
        let page = self.at(&format!("/client/audits/{}/documents", self.audits[nth]));
        let shown = client.read(&page).await?;
        let forms: Vec<String> = shown
            .split("<form")
            .skip(1)
            .filter(|form| form.contains("type=\"file\""))
            .filter_map(|form| form.split("action=\"").nth(1)?.split('"').next().map(str::to_owned))
            .collect();
        if forms.is_empty() {
            return Err(Stuck("nothing is asked for".into()));
        }
        for (n, action) in forms.iter().enumerate() {
            let text = format!(
                "{}\n\nDocument {} of the AI management system. Version 2.1, approved by management.\n",
                self.company.name,
                n + 1
            );
            let name = format!("document-{}.txt", n + 1);
            let answered = client.upload(action, &[], ("file", &name, text.as_bytes())).await?;
            if answered.status != StatusCode::SEE_OTHER {
                return Err(Stuck(format!("uploading to {action}: {}", answered.status)));
            }
        }
        Ok(())
    }

    /// Stage 1 held, checked and reported as ready; the office reviews it.
    pub async fn stage_1(&self) -> Played {
        self.open_audit(0).await?;
        self.check_documents().await?;
        self.close_audit(0).await?;
        self.report(0, &[("readiness", "ready")]).await?;
        self.review_readiness().await
    }

    /// The lead auditor finds the documented information complete, and notes one area of concern.
    pub async fn check_documents(&self) -> Played {
        let lead = self.staff(self.crew.lead).await?;
        let audit = self.audit(0);
        lead.fill(&format!("{audit}/checks"), "name=\"result\"", &checks()).await?;
        let against = if self.standard.concerns_ai { "A.6.2.6" } else { "9.1" };
        let concern = [
            ("requirement", against),
            (
                "statement",
                "Monitoring thresholds are set per system, but who acts when one is crossed is not yet written down for all of them.",
            ),
        ];
        lead.fill(&format!("{audit}/checks"), "name=\"statement\"", &concern).await?;
        Ok(())
    }

    /// Opening meeting, today.
    pub async fn open_audit(&self, nth: usize) -> Played {
        self.meeting(nth).await
    }

    /// Closing meeting, today.
    pub async fn close_audit(&self, nth: usize) -> Played {
        self.wait(1);
        self.meeting(nth).await
    }

    /// The meeting that comes next, held now: the opening one, or the closing one.
    pub async fn meeting(&self, nth: usize) -> Played {
        let lead = self.staff(self.crew.lead).await?;
        let now = self.clock.now();
        let at = format!("{:02}:{:02}", now.hour(), now.minute());
        let (today, attended) = (
            self.day(0),
            format!(
                "{} ({}), heads of the units in scope, audit team",
                self.company.signatory, self.company.position
            ),
        );
        let fields = [
            ("held_on", today.as_str()),
            ("held_at", at.as_str()),
            ("attended", attended.as_str()),
            ("differences", ""),
            ("because", "Much of the audit time was spent on the documents beforehand."),
        ];
        lead.fill(&format!("{}/meetings", self.audit(nth)), "name=\"held_on\"", &fields).await?;
        Ok(())
    }

    /// Writes what the report still lacks, and issues it.
    pub async fn report(&self, nth: usize, answers: &[(&str, &str)]) -> Played {
        self.write_report(nth, answers).await?;
        let lead = self.staff(self.crew.lead).await?;
        lead.fill(&format!("{}/report", self.audit(nth)), "/issue", &[("confirm", "yes")]).await?;
        Ok(())
    }

    /// Writes what the draft of the report still lacks.
    pub async fn write_report(&self, nth: usize, answers: &[(&str, &str)]) -> Played {
        let lead = self.staff(self.crew.lead).await?;
        let page = format!("{}/report", self.audit(nth));
        let shown = lead.read(&page).await?;
        let words = words(&shown);
        let mut fields: Vec<(&str, &str)> =
            words.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        fields.retain(|(name, _)| !answers.iter().any(|(given, _)| given == name));
        fields.extend(answers.iter().filter(|(_, value)| !value.is_empty()));
        lead.fill(&page, "name=\"summary\"", &fields).await?;
        Ok(())
    }

    /// The office reviews the report of Stage 1: ready, and the team competent.
    pub async fn review_readiness(&self) -> Played {
        self.declare(self.crew.manager, &format!("{}/declaration", self.file)).await?;
        let manager = self.staff(self.crew.manager).await?;
        let review = [
            ("ready", "yes"),
            ("team_competent", "yes"),
            (
                "reasons",
                "Documented information is complete, the one concern can be settled before Stage 2, and the team covers sector and AI roles.",
            ),
        ];
        manager
            .fill(
                &format!("{}/audits/{}/report", self.file, self.audits[0]),
                "name=\"team_competent\"",
                &review,
            )
            .await?;
        Ok(())
    }
}

/// The eight items of documented information, all complete.
pub fn checks() -> Vec<(&'static str, &'static str)> {
    let row = |_| {
        [
            ("result", "complete"),
            ("document_version", "2.1"),
            ("note", "Read in full; approved by management."),
        ]
    };
    (0..8).flat_map(row).collect()
}

/// Every text field of the report's form that is empty, with a sentence for it.
fn words(page: &str) -> Vec<(String, String)> {
    let form = form::with(page, "name=\"summary\"").unwrap_or_default();
    let empty = form::fields(form).into_iter().filter(|(_, value)| value.trim().is_empty());
    empty
        .map(|(name, _)| {
            let sentence = sentence(&name).to_owned();
            (name, sentence)
        })
        .collect()
}

fn sentence(field: &str) -> &'static str {
    match field {
        "summary" => {
            "The management system is described, understood by those who work with it, and used in daily decisions. The people we met answered openly."
        }
        "deviations" | "unresolved" | "changes" => "None.",
        "client_representative" => "The signatory named in the application",
        _ => "Examined as planned; nothing to add to what the conclusions and findings say.",
    }
}
