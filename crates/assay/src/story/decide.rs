//! The decision: case opened, panel appointed and declared, questions, signatures, the chair last.

use super::player::{Played, Stuck};
use super::{Story, choice};

/// Everybody's password in the demonstration.
pub const PASSWORD: &str = "demonstration";

/// The code of this moment, as a demonstration's page says it.
pub fn code_on(page: &str) -> Played<String> {
    let (_, after) = page
        .split_once("your code is now ")
        .ok_or_else(|| Stuck("the page says no code".into()))?;
    Ok(after.chars().take_while(char::is_ascii_digit).collect())
}

impl Story<'_> {
    /// The office opens the case and appoints the panel; its members declare.
    pub async fn open_case(&self) -> Played<String> {
        self.lay_before_panel().await?;
        self.seat_panel().await
    }

    /// The office lays a case of this kind before a panel and appoints it; its members declare.
    pub async fn open_case_of(&self, kind: &str, fields: &[(&str, &str)]) -> Played<String> {
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/case/new?kind={kind}", self.file);
        manager.fill(&page, "name=\"kind\"", fields).await?;
        self.seat_panel().await
    }

    /// Members and chair appointed, each with the own declaration. Answers the case in the panel's portal.
    async fn seat_panel(&self) -> Played<String> {
        let [first, second] = self.crew.members;
        for (key, chair) in [(first, ""), (second, ""), (self.crew.chair, "yes")] {
            self.appoint(key, chair).await?;
        }
        let case = self.case_of(self.crew.chair).await?;
        for key in [first, second, self.crew.chair] {
            self.declare(key, &format!("{case}/declaration")).await?;
        }
        Ok(case)
    }

    /// The office opens the case.
    pub async fn lay_before_panel(&self) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        manager.fill(&format!("{}/case", self.file), "/open", &[]).await?;
        Ok(())
    }

    /// The office gives somebody a seat; "yes" makes it the chair's.
    pub async fn appoint(&self, key: &str, chair: &str) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/case", self.file);
        let shown = manager.read(&page).await?;
        let person = choice(&shown, crate::seed::cast::name_of(key))?;
        // Asked for only while the register of impartiality risks is stale.
        let why = match shown.contains("name=\"in_spite_of\"") {
            true => "The committee meets this month, and the case cannot wait for it.",
            false => "",
        };
        let fields = [("person", person.as_str()), ("chair", chair), ("in_spite_of", why)];
        manager.fill(&page, "name=\"person\"", &fields).await?;
        Ok(())
    }

    /// The newest case on whose panel somebody sits, by its address in the panel's portal.
    pub async fn case_of(&self, key: &str) -> Played<String> {
        let listed = self.staff(key).await?.read(&self.at("/panel")).await?;
        let start = self.at("/panel/cases/");
        let seats = listed
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .map(|(href, _)| href)
            .filter(|href| href.starts_with(&start));
        let case = seats.last().ok_or_else(|| Stuck(format!("{key} sees no case")))?;
        Ok(case.split('/').take(6).collect::<Vec<_>>().join("/"))
    }

    /// A panel member signs: prepares it, reads what exactly it is, and gives password and code.
    pub async fn sign(&self, key: &str, case: &str, vote: &str, reason: &str) -> Played {
        let member = self.staff(key).await?;
        let exactly = self.prepare(key, case, vote, reason).await?;
        let code = code_on(&member.read(&exactly).await?)?;
        let fields = [("password", PASSWORD), ("code", code.as_str())];
        member.fill(&exactly, "name=\"code\"", &fields).await?;
        Ok(())
    }

    /// The first step of signing; answers the page that shows exactly what will be signed.
    pub async fn prepare(&self, key: &str, case: &str, vote: &str, reason: &str) -> Played<String> {
        let fields = [
            ("vote", vote),
            ("reason", reason),
            ("statement", "read"),
            ("statement", "no_part"),
            ("statement", "no_conflict"),
            ("by", "code"),
        ];
        self.staff(key).await?.fill(&format!("{case}/sign"), "name=\"vote\"", &fields).await
    }

    /// All sign for the grant, the chair last.
    pub async fn grant(&self, case: &str) -> Played {
        let reason = "The record shows a system that works: risks assessed, impacts considered, findings corrected and verified.";
        self.decide(case, "grant", reason).await
    }

    /// All sign for the same, the chair last.
    pub async fn decide(&self, case: &str, vote: &str, reason: &str) -> Played {
        for key in [self.crew.members[0], self.crew.members[1], self.crew.chair] {
            self.sign(key, case, vote, reason).await?;
        }
        Ok(())
    }

    /// The client consents to be listed in the directory.
    pub async fn consent(&self) -> Played {
        self.client()
            .await?
            .fill(&self.at("/client/attestation"), "name=\"listed\"", &[("listed", "yes")])
            .await?;
        Ok(())
    }
}
