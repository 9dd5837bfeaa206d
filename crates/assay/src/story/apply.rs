//! The client applies, and the office reviews.

use super::Story;
use super::player::{Played, Stuck, address};

impl Story<'_> {
    /// The client opens its application, answers every section, keeps its register, and submits.
    pub async fn apply(&mut self) -> Played {
        self.begin().await?;
        self.answer().await?;
        self.register().await?;
        self.submit().await
    }

    /// Submits the application; the office finds it in its list.
    pub async fn submit(&mut self) -> Played {
        let client = self.client().await?;
        client.fill(&self.at("/client/application/check"), "name=\"version\"", &[]).await?;
        self.find_file().await
    }

    /// Begins the application; from then on the person is the client's.
    pub async fn begin(&self) -> Played {
        let client = self.client().await?;
        let standard = ("standard", self.standard.name.as_str());
        if self.beside {
            client.fill(&self.at("/client/files"), "name=\"standard\"", &[standard]).await?;
            return Ok(());
        }
        let fields = [("legal_name", self.company.name), standard];
        client.fill(&self.at("/apply"), "legal_name", &fields).await?;
        Ok(())
    }

    /// Every section of the application.
    pub async fn answer(&self) -> Played {
        let c = self.company;
        let email = format!("{}@{}", c.key, c.website);
        let organisation = [
            ("legal_name", c.name),
            ("registration", c.registration),
            ("address", c.address),
            ("country", c.country),
            ("website", c.website),
            ("sector", c.sector),
            ("certification_body", "no"),
            ("structure", c.structure),
            ("contact_name", c.signatory),
            ("contact_email", email.as_str()),
            ("contact_phone", "+44 20 7946 0000"),
        ];
        self.section("organisation", &organisation).await?;
        let about_ai = self.standard.concerns_ai;
        let mut people = vec![("people_total", c.people_total), ("languages", "en")];
        people.extend(about_ai.then_some(("people_ai", c.people_ai)));
        self.section("people", &people).await?;
        self.sites().await?;
        let total = c.systems.len().to_string();
        let mut scope = vec![
            ("scope", c.scope),
            ("units", c.units),
            ("processes", c.processes),
            ("outsourced", "Cloud hosting"),
        ];
        if about_ai {
            scope.push(("ai_systems_total", total.as_str()));
            scope.extend(c.roles.iter().map(|role| ("ai_roles", *role)));
        }
        self.section("scope", &scope).await?;
        match c.exclusion {
            Some((what, why)) => {
                self.section(
                    "exclusions",
                    &[("excludes", "yes"), ("exclusion_what", what), ("exclusion_why", why)],
                )
                .await?
            }
            None => self.section("exclusions", &[("excludes", "no")]).await?,
        }
        self.section(
            "certificates",
            &[
                ("holds_certificates", "yes"),
                ("held_standard", "ISO/IEC 27001:2022"),
                ("held_issuer", "Albion Register"),
                ("held_number", "AR-27-1184"),
                ("held_expires", "2029-05-31"),
            ],
        )
        .await?;
        self.section("consultancy", &[("consultancy", "no")]).await?;
        self.section(
            "signatory",
            &[
                ("signatory_name", c.signatory),
                ("signatory_position", c.position),
                ("signatory_email", email.as_str()),
            ],
        )
        .await
    }

    async fn sites(&self) -> Played {
        let c = self.company;
        let mut fields = vec![
            ("site_name", "Head office"),
            ("site_address", c.address),
            ("site_country", c.country),
            ("site_people", c.people_total),
            ("site_central", "yes"),
            ("site_scope", ""),
        ];
        for (name, address) in c.sites {
            fields.extend([
                ("site_name", *name),
                ("site_address", *address),
                ("site_country", c.country),
                ("site_people", "20"),
                ("site_central", ""),
                ("site_scope", ""),
            ]);
        }
        self.section("sites", &fields).await
    }

    /// One section of the application.
    pub async fn section(&self, key: &str, fields: &[(&str, &str)]) -> Played {
        let client = self.client().await?;
        client
            .fill(&self.at(&format!("/client/application/{key}")), "name=\"version\"", fields)
            .await?;
        Ok(())
    }

    /// Finds the file in the office's list.
    async fn find_file(&mut self) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let first = self.company.name.split(' ').next().unwrap_or_default();
        let page = manager.read(&self.at(&format!("/office/clients?name={first}"))).await?;
        let start = self.at("/office/clients/");
        let found = address(&page, &start, "")
            .ok_or_else(|| Stuck(format!("{} is not in the office's list", self.company.name)))?;
        self.file = found.trim_end_matches("/application").to_owned();
        Ok(())
    }

    /// The office accepts the application, with its reasons.
    pub async fn accept(&self) -> Played {
        let manager = self.staff(self.crew.manager).await?;
        let reasons = [
            (
                "information",
                "Enough to plan the audit: scope, sites, people and the register of AI systems are described.",
            ),
            (
                "differences",
                "None. The client's questions on the panel were answered on the telephone.",
            ),
            (
                "competence",
                "Two auditors and three panel members are competent for the sector and its AI roles.",
            ),
            ("impartiality", "Neither the body nor its people have a relation with this client."),
            ("tie", "none"),
            ("outcome", "accepted"),
        ];
        manager
            .fill(&format!("{}/application", self.file), "name=\"information\"", &reasons)
            .await?;
        Ok(())
    }
}
