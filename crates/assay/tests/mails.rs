//! Every mail of a certification, as people get it.

use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::story::Played;
use certification::log;
use sqlx::{Connection, PgConnection};
use std::fmt::Write;

#[tokio::test]
async fn every_mail_of_a_certification_says_what_it_should() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    seed::granted(&mut seed::fintech(&stage(&house))).await?;
    let (db, url) = (&house.app.db, &house.app.settings.public_url);
    log::seal(db, &house.app.keyring, url).await.expect("the log is sealed");
    log::tell(db, url).await.expect("the body is mailed its checkpoint");
    let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
    let mails = "select distinct on (subject collate \"C\") to_address, subject, body from mails order by subject collate \"C\", id";
    let mails: Vec<(String, String, String)> =
        sqlx::query_as(mails).fetch_all(&mut sql).await.expect("the mails");
    assert!(mails.len() > 10, "only {} mails were written", mails.len());
    let mut all = String::new();
    for (to, subject, body) in mails {
        let _ = write!(all, "To: {to}\nSubject: {subject}\n\n{body}\n\n----\n");
    }
    insta::assert_snapshot!("mails", undated(&all));
    house.end().await;
    Ok(())
}

/// Dates and ids, which differ every day, in words that do not.
fn undated(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut lines = Vec::new();
    for line in text.lines() {
        if let Some(sealed) = without_seals(line) {
            lines.push(sealed.to_owned());
            continue;
        }
        let words: Vec<&str> = line.split(' ').collect();
        let mut kept: Vec<String> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let is_date = words.get(at + 1).is_some_and(|word| MONTHS.contains(word));
            if is_date && words.get(at + 2).is_some_and(|year| year.starts_with("20")) {
                let rest = &words[at + 2][4..];
                kept.push(format!("[date]{rest}"));
                at += 3;
                continue;
            }
            kept.push(without_ids(words[at]));
            at += 1;
        }
        lines.push(kept.join(" "));
    }
    lines.join("\n")
}

/// What stands in a checkpoint for the root and the signature, which no two logs share.
fn without_seals(line: &str) -> Option<&'static str> {
    match line {
        root if root.len() == 44 && root.ends_with('=') => Some("[root]"),
        signature if signature.starts_with('\u{2014}') => Some("[signature]"),
        _ => None,
    }
}

fn without_ids(word: &str) -> String {
    let parts = word
        .split('/')
        .map(|part| if part.len() == 36 && part.matches('-').count() == 4 { "[id]" } else { part });
    parts.collect::<Vec<_>>().join("/")
}
