//! The years after a grant: surveillance and recertification made ready like every audit, certification
//! maintained by review, competence kept up, and the programme of the next cycle.

use super::Story;
use super::decide::PASSWORD;
use super::player::{Played, Player, Stuck, address};

impl Story<'_> {
    /// The story turns to the `nth` audit: its team stands, its sites are planned, its plan is agreed, and its first
    /// day has come.
    pub async fn turn_to(&mut self, nth: usize) -> Played {
        self.at_hand = nth;
        self.team(nth).await?;
        self.plan_sites().await?;
        self.plan(nth, 14).await?;
        self.wait(14);
        Ok(())
    }

    /// The scheme manager declares, looks at what the surveillance found, and maintains certification (DEC-7).
    pub async fn maintain(&self) -> Played {
        self.declare(self.crew.manager, &format!("{}/declaration", self.file)).await?;
        let manager = self.staff(self.crew.manager).await?;
        let look = [
            ("statement", "read"),
            ("statement", "no_part"),
            ("statement", "no_conflict"),
            ("reasons", "The report is positive, and what was open is verified."),
            ("password", PASSWORD),
        ];
        manager.fill(&format!("{}/case/maintain", self.file), "name=\"reasons\"", &look).await?;
        Ok(())
    }

    /// Whoever keeps the competence files looks over those of the crew again, and approves for two years more.
    pub async fn keep_competent(&self, keeper: &str) -> Played {
        let (player, until) = (self.staff(keeper).await?, self.day(900));
        let [first, second] = self.crew.members;
        for key in
            [self.crew.lead, self.crew.auditor, self.crew.manager, first, second, self.crew.chair]
        {
            let file = self.competence_file(&player, key).await?;
            let typed = crate::seed::qualified_until(key, &until);
            let typed: Vec<_> =
                typed.iter().map(|(field, value)| (*field, value.as_str())).collect();
            player.fill(&file, "name=\"valid_until\"", &typed).await?;
        }
        Ok(())
    }

    /// Whoever keeps the competence files notes that the team's auditors were watched at work today, and passed.
    pub async fn note_watched(&self, keeper: &str) -> Played {
        let (player, today) = (self.staff(keeper).await?, self.day(0));
        let seen = [
            ("seen_on", today.as_str()),
            ("audit", "Surveillance of another client"),
            ("witness", "An evaluator of another body"),
            ("outcome", "passed"),
            ("notes", "Asks openly, and follows the trail to its end."),
        ];
        for key in [self.crew.lead, self.crew.auditor] {
            let file = self.competence_file(&player, key).await?;
            let page = file.trim_end_matches("/competence");
            player.fill(page, "name=\"seen_on\"", &seen).await?;
        }
        Ok(())
    }

    /// Where somebody's competence is approved, from the list of the body's people.
    async fn competence_file(&self, keeper: &Player, key: &str) -> Played<String> {
        let (people, name) = (self.at("/office/people"), crate::seed::cast::name_of(key));
        let listed = keeper.read(&people).await?;
        let row = listed.split_once(name).map(|(_, row)| row);
        let file = row.and_then(|row| address(row, &format!("{people}/"), "/competence"));
        file.map(str::to_owned).ok_or_else(|| Stuck(format!("{name} has no competence file")))
    }

    /// The office makes the programme of the cycle that a decision began, and puts it in force.
    pub async fn next_programme(&mut self) -> Played {
        let before = self.audits.len();
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/programme", self.file);
        manager.fill(&page, "Make the programme", &[]).await?;
        self.know_audits(&manager.read(&page).await?);
        manager.fill(&page, "/in-force", &[]).await?;
        if self.audits.len() > before { Ok(()) } else { Err(Stuck("no audit is planned".into())) }
    }
}
