//! A certificate of another body comes over: the client asks, the office reviews, the panel decides (TRF-1).

use super::Story;
use super::player::Played;

/// What the office finds out about another body's certificate.
#[derive(Clone, Copy)]
pub struct Coming {
    pub number: &'static str,
    /// Days since it was issued, and until it expires.
    pub issued_ago: i64,
    pub expires_in: i64,
    /// Where its cycle stands, by key.
    pub stage: &'static str,
    /// Its status in the other body's register, by key.
    pub status: &'static str,
}

impl Story<'_> {
    /// The client asks that the certificate be taken over.
    pub async fn ask_for_transfer(&self, coming: &Coming) -> Played {
        let asked = [
            ("direction", "in"),
            ("other_body", "Elder Certification"),
            ("certificate_number", coming.number),
            ("reasons", "One body for all our standards."),
        ];
        let client = self.client().await?;
        client.fill(&self.at("/client/transfer"), "name=\"direction\"", &asked).await?;
        Ok(())
    }

    /// The office reviews it, and comes to this outcome.
    pub async fn review_transfer(&self, coming: &Coming, outcome: &str) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/transfer", self.file);
        let (issued, expires) = (self.day(-coming.issued_ago), self.day(coming.expires_in));
        let checked = self.day(0);
        let review = [
            ("accreditation_body", "UKAS"),
            ("accreditation_valid", "yes"),
            ("status", coming.status),
            ("status_checked_how", "The other body's public register, and a letter from it."),
            ("status_checked_on", checked.as_str()),
            ("reports_seen", "Stage 2, and every surveillance since."),
            ("nonconformities", "None is open."),
            ("complaints", "None were received."),
            ("cycle_stage", coming.stage),
            ("issued_on", issued.as_str()),
            ("expires_on", expires.as_str()),
            ("outcome", outcome),
            ("outcome_reasons", "This is what register and reports show."),
        ];
        manager.fill(&page, "name=\"outcome\"", &review).await?;
        Ok(())
    }
}
