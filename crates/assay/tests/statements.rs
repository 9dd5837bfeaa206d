//! What every page costs the database: its statements, counted where they are sent. None needs more than six,
//! however many rows it shows.

use crate::doors::keys::{self, Keys};
use crate::doors::portal;
use crate::fresh::Fresh;
use crate::journey::stage;
use assay::story::{Played, Player};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::fmt::{Debug, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ThreadId};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Counts what is sent to PostgreSQL by this thread, the session's statement among it: the library says each
/// of them. The end of a transaction asks nothing, and is not one.
#[derive(Clone)]
struct Counter(Arc<AtomicUsize>, ThreadId);

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut end = IsEnd(false);
        event.record(&mut end);
        let here = thread::current().id() == self.1;
        if here && event.metadata().target() == "sqlx::query" && !end.0 {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Whether what was said is the end of a transaction.
struct IsEnd(bool);

impl Visit for IsEnd {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "summary" {
            let said = format!("{value:?}").to_lowercase();
            self.0 =
                ["commit", "rollback"].iter().any(|end| said.trim_matches('"').starts_with(end));
        }
    }
}

/// Rows that lists show, nine times more of each: what differs from the row that is repeated.
const MORE: &[(&str, &str)] = &[
    ("clients", "'client_id', md5(r.client_id::text || n)::uuid, 'name', r.name || ' ' || n"),
    (
        "engagements",
        "'id', md5(r.id::text || n)::uuid, 'client_id', md5(r.client_id::text || n)::uuid, 'reference', r.reference || '-' || n",
    ),
    (
        "applications",
        "'id', md5(r.id::text || n)::uuid, 'engagement_id', md5(r.engagement_id::text || n)::uuid, 'client_id', md5(r.client_id::text || n)::uuid",
    ),
    ("changes", "'id', gen_random_uuid()"),
    ("findings", "'id', gen_random_uuid(), 'number', r.number + 10 * n"),
    ("ai_systems", "'id', gen_random_uuid(), 'name', r.name || n, 'name_norm', r.name_norm || n"),
    ("document_requests", "'id', gen_random_uuid()"),
    ("concerns", "'id', gen_random_uuid()"),
    ("questions", "'id', gen_random_uuid()"),
    ("evidence", "'id', gen_random_uuid()"),
    ("mails", "'id', gen_random_uuid()"),
    ("looks", "'id', gen_random_uuid()"),
    ("overrides", "'id', gen_random_uuid()"),
    ("team_members", "'id', gen_random_uuid(), 'released_at', r.appointed_at"),
    ("qualifications", "'id', gen_random_uuid()"),
    (
        "competence_papers",
        "'id', gen_random_uuid(), 'sha256', sha256(convert_to(r.id::text || n, 'utf8'))",
    ),
    ("accreditations", "'id', gen_random_uuid()"),
    (
        "complaints",
        "'id', gen_random_uuid(), 'reference', r.reference || n, 'token_digest', sha256(convert_to(r.reference || n, 'utf8'))",
    ),
    ("witnessed_evaluations", "'id', gen_random_uuid()"),
    ("affiliations", "'id', gen_random_uuid()"),
    ("impartiality_revisions", "'revision', r.revision + n"),
    ("impartiality_minutes", "'id', gen_random_uuid()"),
    ("sampling_plans", "'id', gen_random_uuid()"),
    ("deadlines", "'id', gen_random_uuid(), 'cycle', r.cycle + n"),
];

async fn multiply(house: &Fresh) {
    let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
    for &(table, differs) in MORE {
        let columns = "select string_agg(column_name::text, ', ') from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'";
        let columns: String =
            sqlx::query_scalar(columns).bind(table).fetch_one(&mut sql).await.expect("the columns");
        let more = format!(
            "insert into {table} ({columns}) select {columns} from (select (jsonb_populate_record(r, jsonb_build_object({differs}))).* from {table} r, generate_series(1, 9) n) more"
        );
        sqlx::query(AssertSqlSafe(more))
            .execute(&mut sql)
            .await
            .unwrap_or_else(|cause| panic!("{table}: {cause}"));
    }
}

/// Who opens the pages of a portal.
fn whose(path: &str) -> &'static str {
    match portal(path) {
        Some("office") => "helen",
        Some("audit") => "amara",
        Some("panel") => "priya",
        Some("client") if path.contains("/import/") => "castellan",
        Some("client") => "harbour",
        None if path == "/door/portals" => "helen",
        _ => "",
    }
}

/// The statements of every page, by its route.
async fn counted(
    house: &Fresh,
    keys: &Keys,
    counter: &Counter,
) -> Played<Vec<(&'static str, usize)>> {
    let mut pages = Vec::new();
    // A whole case on its way out is no page: it has as many reads as pieces of evidence.
    let page = |(method, path): &(&str, &str)| *method == "GET" && !path.ends_with("/file.zip");
    for (_, path) in web::listed_routes().into_iter().filter(page) {
        let player = match whose(path) {
            "" => Player::visitor(&house.doors),
            key => house.enter(key).await?,
        };
        let address = keys.fill(path, "GET", "thames");
        counter.0.store(0, Ordering::Relaxed);
        let answered = player.look(&address).await?;
        assert!(!answered.status.is_server_error(), "{address}: {}", answered.page);
        pages.push((path, counter.0.load(Ordering::Relaxed)));
    }
    Ok(pages)
}

#[tokio::test]
async fn no_page_needs_more_than_six_statements_however_much_it_shows() -> Played {
    let counter = Counter(Arc::default(), thread::current().id());
    let house = Fresh::new().await;
    keys::play(&stage(&house)).await?;
    let keys = Keys::of_harbour(&house).await;
    // For the whole process: what is said first while nobody listens is else never heard again.
    let counting = tracing_subscriber::registry().with(counter.clone());
    tracing::subscriber::set_global_default(counting).expect("nobody else listens");
    let few = counted(&house, &keys, &counter).await?;
    multiply(&house).await;
    let many = counted(&house, &keys, &counter).await?;
    let mut table = String::new();
    for ((path, few), (_, many)) in few.iter().zip(&many) {
        let _ = writeln!(table, "{few:2} {many:2} {path}");
    }
    insta::assert_snapshot!("statements", table);
    let grown: Vec<_> = few.iter().zip(&many).filter(|(few, many)| many.1 > few.1).collect();
    assert!(grown.is_empty(), "statements that grow with the rows shown: {grown:?}");
    let dear: Vec<_> = many.iter().filter(|(_, count)| *count > 6).collect();
    assert!(dear.is_empty(), "{dear:?}");
    assert!(many.iter().any(|(_, count)| *count > 1), "nothing was counted");
    house.end().await;
    Ok(())
}
