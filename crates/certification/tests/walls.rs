//! Every table that belongs to a body is walled in, by the catalogue and by trying.

use certification::testing::{World, connect};
use sqlx::{AssertSqlSafe, Row};

/// Doors in the walls that the design wants: (table, role) pairs whose policy looks at more than one body.
/// Each has its reason in the migration where it stands.
const DOORS: &[(&str, &str)] = &[
    ("certificate_status", "assay_public"),
    ("certificates", "assay_public"),
    ("client_members", "assay_door"),
    ("clients", "assay_door"),
    ("log_attested", "assay_public"),
    ("log_checkpoints", "assay_public"),
    ("log_tiles", "assay_public"),
    ("mails", "assay_door"),
    ("mails", "assay_worker"),
    ("memberships", "assay_door"),
    ("signing_keys", "assay_public"),
    ("status_lists", "assay_public"),
];

#[tokio::test]
async fn every_table_of_a_body_has_row_security_and_a_policy() {
    let (_, owner) = connect().await;
    let open: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'body_id'
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
           and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert!(open.is_empty(), "no wall around: {open:?}");
}

#[tokio::test]
async fn every_policy_compares_the_body_but_for_the_named_doors() {
    let (_, owner) = connect().await;
    // A restrictive policy only ever narrows what a permissive one lets through: those are the doors to watch.
    let rows = sqlx::query(
        "select c.relname::text as t, r.rolname::text as role, coalesce(pg_get_expr(p.polqual, p.polrelid), '')
              || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as rule
         from pg_policy p join pg_class c on c.oid = p.polrelid join pg_attribute a on a.attrelid = c.oid and a.attname = 'body_id'
         cross join unnest(p.polroles) as u(o) join pg_roles r on r.oid = u.o
         where p.polpermissive",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert!(rows.len() > 50, "the catalogue was read");
    for row in rows {
        let (table, role, rule): (String, String, String) =
            (row.get("t"), row.get("role"), row.get("rule"));
        let compares = rule.contains("body_id = (NULLIF(current_setting('app.body'");
        let door = DOORS.contains(&(table.as_str(), role.as_str()));
        assert!(compares || door, "{role} looks over the wall of {table}: {rule}");
    }
}

#[tokio::test]
async fn every_key_and_every_reference_carries_the_body() {
    let (_, owner) = connect().await;
    let bad: Vec<String> = sqlx::query_scalar(
        "select c.relname || '.' || k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
         join pg_attribute b on b.attrelid = c.oid and b.attname = 'body_id'
         where c.relnamespace = 'public'::regnamespace and (
           k.contype = 'p' and k.conkey[1] <> b.attnum
           or k.contype = 'f' and not (b.attnum = any (k.conkey))
             and exists (select from pg_attribute f where f.attrelid = k.confrelid and f.attname = 'body_id'))",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert!(bad.is_empty(), "keys without the body: {bad:?}");
}

#[tokio::test]
async fn ret_2_no_room_owns_deletes_the_record_or_rewrites_an_act() {
    let (_, owner) = connect().await;
    let forever = [
        "record_entries",
        "reports",
        "votes",
        "decisions",
        "judgements",
        "verifications",
        "responses",
        "declarations",
        "application_reviews",
        "scope_revisions",
        "register_revisions",
        "statement_versions",
        "determinations",
        "manifests",
        "vote_voids",
        "readiness_reviews",
        "consents",
        "publications",
        "evidence",
        "witnessed_evaluations",
        "competence_papers",
        "qualification_papers",
        "impartiality_revisions",
        "impartiality_minutes",
        "impartiality_looked_at",
        "certificate_status",
        "maintenance_reviews",
        "complaint_notes",
        "complaint_deciders",
        "complaint_decisions",
        "escalations",
        "register_exports",
        "transfer_reviews",
        "looks",
        "looked_days",
        "log_leaves",
        "log_checkpoints",
        "log_attested",
        "log_mails",
        "rereadings",
    ];
    for table in forever {
        let rights: Vec<String> = sqlx::query_scalar(
            "select grantee || ' may ' || privilege_type from information_schema.role_table_grants
             where table_name = $1 and grantee like 'assay_%' and grantee <> 'assay_owner' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')",
        )
        .bind(table)
        .fetch_all(&owner)
        .await
        .unwrap();
        assert!(rights.is_empty(), "{table}: {rights:?}");
    }
    let owned: i64 = sqlx::query_scalar("select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'assay_%'")
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(owned, 0, "a room owns something");
}

/// The client's room has no right at all on the panel's deliberation, internal notes, and what the team writes.
#[tokio::test]
async fn the_client_room_cannot_even_ask_for_what_is_internal() {
    let (_, owner) = connect().await;
    for table in [
        "deliberations",
        "notes",
        "votes",
        "panel_seats",
        "maintenance_reviews",
        "questions",
        "cases",
        "reports",
        "report_drafts",
        "conclusions",
        "concerns",
        "document_checks",
        "meetings",
        "declarations",
        "application_reviews",
        "determinations",
        "qualifications",
        "competence_papers",
        "qualification_papers",
        "witnessed_evaluations",
        "affiliations",
        "impartiality_revisions",
        "impartiality_minutes",
        "complaint_deciders",
        "rate_cards",
        "mails",
        "legal_holds",
        "register_exports",
        "transfer_reviews",
        "signing_intents",
        "passkeys",
        "one_time_codes",
    ] {
        let may: bool =
            sqlx::query_scalar("select has_any_column_privilege('assay_client', $1, 'select')")
                .bind(table)
                .fetch_one(&owner)
                .await
                .unwrap();
        assert!(!may, "the client's room may read {table}");
    }
}

/// Whoever stands in a room of one body reads not one row of another, in any table, by trying each.
#[tokio::test]
async fn ten_1_another_body_is_not_there() {
    let (one, other) = (World::new().await, World::new().await);
    let client = one.client("Own Client").await;
    let person = one.person("Somebody").await;
    one.give(person, certification::actor::Function::SchemeManager).await;
    one.qualify(person, "function", "lead_auditor").await;
    let (server, owner) = connect().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'body_id'
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    let pool =
        sqlx::postgres::PgPoolOptions::new().max_connections(1).connect_with(server).await.unwrap();
    let mut seen_at_home = 0;
    for role in ["assay_office", "assay_audit", "assay_panel", "assay_client"] {
        for table in &tables {
            let may: bool =
                sqlx::query_scalar("select has_column_privilege($1, $2, 'body_id', 'select')")
                    .bind(role)
                    .bind(table)
                    .fetch_one(&owner)
                    .await
                    .unwrap();
            if !may {
                continue;
            }
            let count = async |body: uuid::Uuid| {
                let mut tx = pool.begin().await.unwrap();
                let enter = format!(
                    "set local role {role}; set local app.body = '{body}'; set local app.client = '{}'",
                    client.client().unwrap()
                );
                sqlx::raw_sql(AssertSqlSafe(enter)).execute(&mut *tx).await.unwrap();
                let sql = format!("select count(*) from {table} where body_id = '{}'", one.body);
                sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(&mut *tx).await.unwrap()
            };
            seen_at_home += count(one.body).await;
            assert_eq!(count(other.body).await, 0, "{role} of another body sees {table}");
        }
    }
    assert!(seen_at_home > 4, "the probe sees its own body's rows");
}

/// The server's login is nobody before it enters a room.
#[tokio::test]
async fn without_a_room_nothing_can_be_read() {
    let (server, _) = connect().await;
    let pool =
        sqlx::postgres::PgPoolOptions::new().max_connections(1).connect_with(server).await.unwrap();
    let refused = sqlx::query("select 1 from bodies").fetch_optional(&pool).await.unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
}
