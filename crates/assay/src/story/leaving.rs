//! The client goes to another body: it asks for the transfer, and the office says in writing how the certificate
//! stands (TRF-1).

use super::Story;
use super::player::Played;

impl Story<'_> {
    /// The client asks to take its certificate to another body.
    pub async fn ask_to_leave(&self) -> Played {
        let asked = [
            ("direction", "out"),
            ("other_body", "Elder Certification"),
            ("reasons", "Our parent company is certified there."),
        ];
        let client = self.client().await?;
        client.fill(&self.at("/client/transfer"), "name=\"direction\"", &asked).await?;
        Ok(())
    }

    /// The office completes the statement that is drafted from the file, and gives it. Answers it as it was given.
    pub async fn give_statement(&self) -> Played<String> {
        let manager = self.staff(self.crew.manager).await?;
        let page = format!("{}/transfer", self.file);
        let (_, fields) = manager.filled_in(&page, "name=\"statement\"", &[]).await?;
        let drafted = fields.into_iter().find(|(name, _)| name == "statement");
        let statement = format!("{} none.", drafted.map(|(_, text)| text).unwrap_or_default());
        manager.fill(&page, "name=\"statement\"", &[("statement", statement.as_str())]).await?;
        Ok(statement)
    }
}
