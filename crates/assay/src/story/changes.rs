//! What changes at a certified client: reported and answered with a new scope, the register grown by an AI system,
//! and the special audit that an extension needs.

use super::Story;
use super::player::{Played, Stuck, address};

impl Story<'_> {
    /// The client reports a new AI system.
    pub async fn report_new_system(&self, what: &str) -> Played {
        let since = self.day(0);
        let change = [("kind", "ai_system"), ("what", what), ("since", since.as_str())];
        let client = self.client().await?;
        client.fill(&self.at("/client/changes"), "name=\"what\"", &change).await?;
        Ok(())
    }

    /// The office answers the newest change with a change of scope: so many AI systems from now on.
    pub async fn widen_scope(&self, scope: &str, systems: usize) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let listed = manager.read(&format!("{}/changes", self.file)).await?;
        let change = address(&listed, &format!("{}/changes/", self.file), "")
            .ok_or_else(|| Stuck("no change was reported".into()))?;
        let total = systems.to_string();
        let fields = [
            ("because", "The new system is part of what is certified once it was audited."),
            ("scope", scope),
            ("ai_systems_total", total.as_str()),
        ];
        manager.fill(&format!("{change}/scope"), "name=\"because\"", &fields).await?;
        Ok(())
    }

    /// The client confirms its register as it stands.
    pub async fn confirm_register(&self) -> Played {
        let client = self.client().await?;
        client.fill(&self.at("/client/scope"), "Confirm the register", &[]).await?;
        Ok(())
    }

    /// The office adds a special audit for a wider scope, to be held within the next 60 days.
    pub async fn add_special_audit(&mut self) -> Played {
        let (before, until) = (self.audits.len(), self.day(60));
        let today = self.day(0);
        let special = [
            ("special_for", "scope_extension"),
            ("reason", "A new AI system is in use, which no audit has seen yet."),
            ("objectives", "Whether the new system is managed as the other ones are."),
            ("days", "2"),
            ("window_from", today.as_str()),
            ("window_to", until.as_str()),
        ];
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/programme", self.file);
        manager.fill(&format!("{page}/special"), "name=\"special_for\"", &special).await?;
        self.know_audits(&manager.read(&page).await?);
        if self.audits.len() == before {
            return Err(Stuck("no audit was added".into()));
        }
        self.choose_for_special_audit().await
    }

    /// The newest audit takes the whole of the system's planning and operation, as its standard has it.
    async fn choose_for_special_audit(&self) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let id = self.audits.last().map_or("", String::as_str);
        let page = format!("{}/programme/audits/{id}/coverage", self.file);
        let groups = ["6", "8"].into_iter().flat_map(|group| self.standard.in_group(group));
        let takes: Vec<_> =
            groups.map(|requirement| ("requirement", requirement.id.as_str())).collect();
        manager.fill(&page, "name=\"requirement\"", &takes).await?;
        Ok(())
    }
}
