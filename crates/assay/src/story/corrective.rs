//! Corrective action: the client answers, the auditor returns, accepts, verifies and closes.

use super::player::{Played, Player, Stuck};
use super::{Story, form};
use axum::http::StatusCode;

impl Story<'_> {
    /// The client's findings, as addresses, in the order of their numbers.
    pub async fn findings(&self) -> Played<Vec<String>> {
        let page = self.client().await?.read(&self.at("/client/findings")).await?;
        let start = self.at("/client/findings/");
        let mut found: Vec<String> = Vec::new();
        for href in page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .map(|(href, _)| href)
        {
            if let Some(id) = href
                .strip_prefix(&start)
                .filter(|id| id.len() == 36 && !found.iter().any(|known| known == id))
            {
                found.push(id.to_owned());
            }
        }
        Ok(found)
    }

    /// The client answers a finding in full.
    pub async fn answer_finding(&self, finding: &str) -> Played {
        let due = self.day(20);
        let fields = [
            (
                "correction",
                "The missing owner was named for each system on the day after the audit.",
            ),
            (
                "root_cause",
                "The procedure for changes of monitoring was written before the second product went live and did not say who approves new thresholds.",
            ),
            (
                "action",
                "The procedure now names an owner per threshold; the release checklist asks for it; two releases were made with it.",
            ),
            ("responsible", self.company.signatory),
            ("due_on", due.as_str()),
            ("step", "check"),
        ];
        let (client, page) =
            (self.client().await?, self.at(&format!("/client/findings/{finding}")));
        let version = form::fields(
            form::with(&client.read(&page).await?, "name=\"correction\"").unwrap_or_default(),
        );
        let version: Vec<(&str, &str)> = version
            .iter()
            .filter(|(name, _)| name == "version")
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let all: Vec<_> = version.into_iter().chain(fields).collect();
        let evidence = "Release checklist, version 4: owner of each alarm threshold named.\n";
        let kept = client
            .upload(&page, &all, ("file", "release-checklist.txt", evidence.as_bytes()))
            .await?;
        if kept.status != StatusCode::SEE_OTHER {
            return Err(Stuck(format!("keeping the answer to {page}: {}", kept.status)));
        }
        client.fill(&format!("{page}/check"), "name=\"correction\"", &[]).await?;
        Ok(())
    }

    /// The lead auditor judges the newest answer, from the audit at hand.
    pub async fn judge(&self, finding: &str, outcome: &str, reason: &str) -> Played {
        self.auditor_fills(finding, "name=\"outcome\"", &[("outcome", outcome), ("reason", reason)])
            .await
    }

    /// The lead auditor verifies the effect, and closes.
    pub async fn verify_and_close(&self, finding: &str) -> Played {
        let how = "Looked at both releases since: each threshold has an owner, and one alarm was handled by that owner within the hour.";
        self.auditor_fills(finding, "name=\"how\"", &[("effective", "yes"), ("how", how)]).await?;
        self.auditor_fills(finding, "/close", &[]).await
    }

    async fn auditor_fills(&self, finding: &str, mark: &str, fields: &[(&str, &str)]) -> Played {
        let lead: Player = self.staff(self.crew.lead).await?;
        lead.fill(&format!("{}/findings/{finding}", self.audit(self.at_hand)), mark, fields)
            .await?;
        Ok(())
    }
}
