//! Audit time, the fixed fee, the client's acceptance, and the programme of the cycle.

use super::Story;
use super::player::{Played, Stuck};

impl Story<'_> {
    /// The office determines the audit time and offers the fee.
    pub async fn offer(&self) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let time = [
            (
                "unchecked_reason",
                "The indicative table is the body's own; it was compared with three audits of the last year.",
            ),
            ("kind", "reduce"),
            ("days", "0.5"),
            (
                "reason",
                "A current ISO/IEC 27001 certificate covers documented information and internal audit.",
            ),
        ];
        manager.fill(&format!("{}/time", self.file), "unchecked_reason", &time).await?;
        manager.fill(&format!("{}/proposal", self.file), "name=\"determination\"", &[]).await?;
        Ok(())
    }

    /// The client's signatory accepts the proposal together with the agreement.
    pub async fn accept_proposal(&self) -> Played {
        let client = self.client().await?;
        let ticks = [("proposal", "yes"), ("agreement", "yes"), ("name", self.company.signatory)];
        client.fill(&self.at("/client/proposal"), "/accept", &ticks).await?;
        Ok(())
    }

    /// The office makes the programme of the cycle and puts it in force.
    pub async fn programme(&mut self) -> Played {
        self.draft_programme().await?;
        self.plan_sites().await?;
        let manager = self.staff(self.crew.manager).await?;
        manager.fill(&format!("{}/programme", self.file), "/in-force", &[]).await?;
        Ok(())
    }

    /// The office plans which of several sites the next audit goes to that has no plan of them yet; one site needs
    /// no plan.
    pub async fn plan_sites(&self) -> Played {
        if self.company.sites.is_empty() {
            return Ok(());
        }
        let manager = self.staff(self.crew.manager).await?;
        let plan = [
            ("fits", "yes"),
            (
                "reason",
                "The sites work alike under one management system, which the head office runs.",
            ),
        ];
        manager.fill(&format!("{}/sampling", self.file), "name=\"fits\"", &plan).await?;
        Ok(())
    }

    /// The office drafts the programme of the cycle.
    pub async fn draft_programme(&mut self) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/programme", self.file);
        manager.fill(&page, "Make the programme", &[]).await?;
        self.know_audits(&manager.read(&page).await?);
        if self.audits.len() >= 5 {
            Ok(())
        } else {
            Err(Stuck(format!("the programme shows {} audits", self.audits.len())))
        }
    }
    /// Notes the audits that the page of a programme shows, after those that are known.
    pub(super) fn know_audits(&mut self, page: &str) {
        let start = format!("{}/programme/audits/", self.file);
        let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        for id in links.filter_map(|(href, _)| href.strip_prefix(&start)) {
            if !self.audits.iter().any(|known| known == id) {
                self.audits.push(id.to_owned());
            }
        }
    }
}
