//! The client's register of AI systems, kept by hand.

use super::Story;
use super::player::Played;
use crate::seed::companies::System;

impl Story<'_> {
    /// The register of AI systems, by hand.
    pub async fn register(&self) -> Played {
        if !self.standard.concerns_ai {
            return Ok(());
        }
        for system in self.company.systems {
            self.register_one(system).await?;
        }
        Ok(())
    }

    /// One AI system more in the client's register.
    pub async fn register_one(&self, system: &System) -> Played {
        let (client, page) = (self.client().await?, self.at("/client/ai-systems/new"));
        client.fill(&page, "name=\"purpose\"", &entry(system)).await?;
        Ok(())
    }
}

fn entry(s: &System) -> Vec<(&'static str, &'static str)> {
    vec![
        ("name", s.name),
        ("purpose", s.purpose),
        ("function", s.function),
        ("decides", s.decides),
        ("training_data", s.data),
        ("design_decisions", "Recorded in the model card and reviewed at each release."),
        ("operation_data", s.data),
        ("context", "Used by trained staff within the processes in scope."),
        ("owner", "Product owner of the unit that uses it"),
        ("limitations", "Not meant for cases outside the population it was built on."),
        ("failure_modes", "Drift after changes of population; missing inputs."),
        ("bias_indicators", "Outcome rates by age band and region, reviewed each quarter."),
        ("stage", "operation"),
        ("origin", s.origin),
        ("supplier", s.supplier),
        ("risk_class", s.risk),
        ("personal_data", s.personal),
        ("reference", ""),
    ]
}
