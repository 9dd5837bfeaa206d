//! Every gate, tried by the pages: somebody attempts what a rule forbids, in a hurry or on purpose. The answer
//! names the rule, its source and the way out, no row of the database is other than before, and nobody else gets further.

mod agreement;
mod anew;
mod application;
mod assessor;
mod complaints;
mod cycle;
mod decision;
mod everybody;
mod findings;
mod grant;
mod impartiality;
mod kept;
mod leaving;
mod overdue;
mod passkey;
mod plan;
mod register;
mod reported;
mod seats;
mod stage_1;
mod stage_2;
mod team;
mod tried;

use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed::{self, cast};
use assay::story::player::Answered;
use assay::story::{Played, Player, Story, Stuck, form};
use axum::http::StatusCode;
use certification::rulebook::Rule;
use everybody::Refused;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};

/// Two bodies with their people, and somebody who sees every row.
pub struct Scene {
    pub house: Fresh,
    pub eyes: PgPool,
    refused: Refused,
}

/// What changes by looking, signing in, giving a code and being refused, and says nothing of a certification.
const BY_LOOKING: [&str; 6] = [
    "_sqlx_migrations",
    "sessions",
    "failed_credentials",
    "refusals",
    "one_time_codes",
    "one_time_steps",
];

impl Scene {
    pub async fn new() -> Played<Scene> {
        let (mut house, refused) = (Fresh::new().await, Refused::default());
        house.doors = refused.watch(house.doors);
        seed::bodies(&stage(&house)).await?;
        let eyes = PgPoolOptions::new().max_connections(1).connect_lazy(&house.admin_url);
        Ok(Scene { eyes: eyes.expect("an address"), house, refused })
    }

    /// The story of a London bank, not begun yet.
    pub fn story(&self) -> Story<'_> {
        seed::fintech(&stage(&self.house))
    }

    pub async fn end(self) {
        self.eyes.close().await;
        self.house.end().await;
    }

    /// Something that no page can bring about, done by whoever owns the database.
    pub async fn behind_the_pages(&self, sql: String) {
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.eyes).await.expect("it is done");
        assert!(done.rows_affected() > 0, "nothing was arranged");
    }

    pub async fn id_of(&self, key: &str) -> String {
        sqlx::query_scalar("select id::text from people where name = $1")
            .bind(cast::name_of(key))
            .fetch_one(&self.eyes)
            .await
            .expect("a person")
    }

    pub async fn count(&self, table: &str) -> i64 {
        let sql = AssertSqlSafe(format!("select count(*) from {table}"));
        sqlx::query_scalar(sql).fetch_one(&self.eyes).await.expect("a count")
    }

    /// Every table with the digest of its rows.
    async fn everything(&self) -> Vec<(String, String)> {
        let tables: Vec<String> = sqlx::query_scalar(
            "select relname::text from pg_class
             where relkind = 'r' and relnamespace = 'public'::regnamespace and not relname = any($1) order by 1",
        )
        .bind(BY_LOOKING.map(str::to_owned).to_vec())
        .fetch_all(&self.eyes)
        .await
        .expect("the tables");
        let digest = |table: &String| {
            format!(
                "select '{table}', md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t"
            )
        };
        let sql = tables.iter().map(digest).collect::<Vec<_>>().join(" union all ");
        let rows = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&self.eyes).await;
        rows.expect("every row")
    }

    /// Whatever is tried changes nothing; answers what it was told.
    async fn in_vain(&self, trying: impl Future<Output = Played<Answered>>) -> Played<Answered> {
        let before = self.everything().await;
        let answered = trying.await?;
        let after = self.everything().await;
        let changed: Vec<_> = before.iter().zip(&after).filter(|(b, a)| b != a).collect();
        assert!(changed.is_empty(), "{} {}: {changed:?}", answered.status, said(&answered.page));
        Ok(answered)
    }

    async fn attempts(&self, rule: &Rule) -> i64 {
        sqlx::query_scalar("select count(*) from refusals where rule = $1")
            .bind(rule.id)
            .fetch_one(&self.eyes)
            .await
            .expect("a count")
    }

    /// A rule refuses this person, and everybody else who tries the same. Answers the words.
    pub async fn refused(
        &self,
        rule: &Rule,
        trying: impl Future<Output = Played<Answered>>,
    ) -> Played<String> {
        let words = self.refused_to_one(rule, trying).await?;
        self.in_vain_by_everybody_else(rule.id).await?;
        Ok(words)
    }

    /// The same form, sent by everybody else, changes nothing; what a rule refuses of it is kept as an attempt.
    async fn in_vain_by_everybody_else(&self, what: &str) -> Played {
        let (unmoved, kept) = (self.everything().await, self.count("refusals").await);
        let by_a_rule = self.refused.by_everybody_else(&self.house.doors).await?;
        assert!(unmoved == self.everything().await, "{what}: somebody changed something");
        assert_eq!(self.count("refusals").await, kept + by_a_rule, "{what}: attempts are kept");
        Ok(())
    }

    /// A rule refuses this one person what is another's to do: its sentence, number and source stand on the page
    /// with the way out, and the attempt is kept. Answers the words.
    pub async fn refused_to_one(
        &self,
        rule: &Rule,
        trying: impl Future<Output = Played<Answered>>,
    ) -> Played<String> {
        let before = self.attempts(rule).await;
        let answered = self.in_vain(trying).await?;
        let words = said(&answered.page);
        assert_eq!(answered.status, StatusCode::CONFLICT, "{}: {words}", rule.id);
        assert_eq!(self.attempts(rule).await, before + 1, "{} keeps the attempt: {words}", rule.id);
        let source = format!("Rule {} · {}", rule.id, rule.source);
        for expected in [rule.sentence, &source, "The way out:"] {
            assert!(words.contains(expected), "{} says “{expected}”, not: {words}", rule.id);
        }
        Ok(words)
    }

    /// The form comes back with this message, whoever sends it.
    pub async fn sent_back(
        &self,
        message: &str,
        trying: impl Future<Output = Played<Answered>>,
    ) -> Played {
        let answered = self.in_vain(trying).await?;
        let words = said(&answered.page);
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{message}: {words}");
        assert!(words.contains("There is a problem") && words.contains(message), "{words}");
        self.in_vain_by_everybody_else(message).await
    }

    /// The door is not there for this person, or this way of using it is not.
    pub async fn nothing_there(&self, trying: impl Future<Output = Played<Answered>>) -> Played {
        let answered = self.in_vain(trying).await?;
        let shut = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED];
        assert!(shut.contains(&answered.status), "{} {}", answered.status, said(&answered.page));
        Ok(())
    }
}

/// The words of a page, as they are read.
pub fn said(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    let texts = main.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    form::unescape(&texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" "))
}

/// What stands in a field of the form that has `mark` in it.
pub async fn field(player: &Player, path: &str, mark: &str, name: &str) -> Played<String> {
    let page = player.read(path).await?;
    let form = form::with(&page, mark).ok_or_else(|| Stuck(format!("{path} has no {mark}")))?;
    let found = form::fields(form).into_iter().find(|(field, _)| field == name);
    Ok(found.ok_or_else(|| Stuck(format!("{path} has no field {name}")))?.1)
}

/// Where the form that has `mark` in it leads.
pub async fn action(player: &Player, path: &str, mark: &str) -> Played<String> {
    let page = player.read(path).await?;
    let found = form::with(&page, mark).and_then(|form| form::attribute(form, "action"));
    found.ok_or_else(|| Stuck(format!("{path} has no form {mark}")))
}
