//! The team: appointed, declared, told to the client, agreed; and the plan that the client agrees to.

use super::player::Played;
use super::{Story, choice};

/// A declaration of no tie to the client.
pub const NOTHING: [(&str, &str); 6] = [
    ("employed", "no"),
    ("consulted", "no"),
    ("ai_advice", "no"),
    ("tool_recommendation", "no"),
    ("data_protection_officer", "no"),
    ("internal_audits", "no"),
];

impl Story<'_> {
    /// Lead auditor and auditor of the `nth` audit: appointed, declared, told, agreed.
    pub async fn team(&self, nth: usize) -> Played {
        self.tell_of_team(nth).await?;
        let client = self.client().await?;
        client
            .fill(&self.at(&format!("/client/audits/{}", self.audits[nth])), "/agree", &[])
            .await?;
        Ok(())
    }

    /// Lead auditor and auditor of the `nth` audit: appointed, declared, told; the client's answer is awaited.
    pub async fn tell_of_team(&self, nth: usize) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/audits/{}/team", self.file, self.audits[nth]);
        for (key, role) in [(self.crew.lead, "lead_auditor"), (self.crew.auditor, "auditor")] {
            let person = choice(&manager.read(&page).await?, crate::seed::cast::name_of(key))?;
            manager
                .fill(&page, "name=\"role\"", &[("person", person.as_str()), ("role", role)])
                .await?;
        }
        for key in [self.crew.lead, self.crew.auditor] {
            self.declare(key, &format!("{}/declaration", self.audit(nth))).await?;
        }
        manager.fill(&page, "/tell", &[]).await?;
        Ok(())
    }

    /// Declares no conflict in any of the questions asked.
    pub async fn declare(&self, key: &str, page: &str) -> Played {
        self.staff(key).await?.fill(page, "name=\"employed\"", &NOTHING).await?;
        Ok(())
    }

    /// The lead auditor plans `nth` for two days from `days` ahead, with interviews; the client agrees.
    pub async fn plan(&self, nth: usize, days: i64) -> Played {
        self.draft_plan(nth, days).await?;
        self.send_plan(nth).await?;
        let client = self.client().await?;
        client
            .fill(&self.at(&format!("/client/audits/{}", self.audits[nth])), "/plan/agree", &[])
            .await?;
        Ok(())
    }

    /// The lead auditor sends the plan as it is kept.
    pub async fn send_plan(&self, nth: usize) -> Played {
        let lead = self.staff(self.crew.lead).await?;
        let because = [("because", "Much of the audit time is spent on the documents beforehand.")];
        lead.fill(&format!("{}/plan", self.audit(nth)), "/send", &because).await?;
        Ok(())
    }

    /// The lead auditor writes a whole plan, and keeps it.
    pub async fn draft_plan(&self, nth: usize, days: i64) -> Played {
        let lead = self.staff(self.crew.lead).await?;
        let page = format!("{}/plan", self.audit(nth));
        let (first, last) = (self.day(days), self.day(days + 1));
        let mut plan = vec![
            ("scope", self.company.units),
            ("sites", "Head office, and remotely for the further sites"),
            ("starts_on", first.as_str()),
            ("ends_on", last.as_str()),
            ("duration", "Two days, 9:00 to 17:00"),
            (
                "communication",
                "Daily meeting at 16:30; urgent matters by telephone to the contact person",
            ),
            ("remotely", "yes"),
            ("remote", "Interviews with the further sites"),
            ("remote_means", "By video, with the screen shared for records"),
            (
                "remote_risks",
                "A line that fails: by telephone; others in the room: each names who is present",
            ),
            ("accompanying", "None"),
        ];
        let auditor = choice(&lead.read(&page).await?, crate::seed::cast::name_of(self.crew.lead))?;
        plan.extend([
            ("interview_day", first.as_str()),
            ("interview_from", "09:30"),
            ("interview_to", "10:30"),
            ("interview_topic", "Leadership, policy and objectives"),
            ("interview_with", self.company.signatory),
            ("interview_auditor", auditor.as_str()),
            ("interview_place", "Board room"),
        ]);
        lead.fill(&page, "name=\"communication\"", &plan).await?;
        Ok(())
    }
}
