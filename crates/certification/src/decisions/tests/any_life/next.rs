//! What would come next by itself, so that a life goes somewhere; and the days on which something ends.

use super::acts::{Act, Who};
use super::stage::Stage;
use crate::cycle::months_after;
use crate::decisions::{CaseKind, Vote};
use time::Duration;
use uuid::Uuid;

const EXPIRES: &str =
    "select max(expires_on) from certificates where body_id = $1 and $2::date is not null";
const NEXT_DUE: &str = "select min(due_on) from deadlines where body_id = $1 and done_on is null and $2::date is not null";
const SUSPENDED_UNTIL: &str =
    "select max(until_on) from certificate_status where body_id = $1 and until_on >= $2";
const SUSPENDED: &str = "select count(*) from (select status from certificate_status where body_id = $1 order by id desc limit 1) s where status = 'suspended'";
const MAJORS: &str =
    "select count(*) from findings where body_id = $1 and grade = 'major' and state <> 'closed'";
const TO_RENEW: &str = "select count(*) from audits a where body_id = $1 and kind = 'recertification' and state = 'reported'
     and not exists (select from decisions d where d.body_id = a.body_id and d.outcome = 'renew' and d.decided_at > a.reported_at)";

impl Stage {
    pub(super) async fn next(&self) -> Act {
        let Some(expires) = self.finds(EXPIRES).await else {
            return Act::Decide(CaseKind::Initial, Vote::Grant, 1);
        };
        if self.counts(MAJORS).await > 0 {
            return Act::Close;
        }
        if self.counts(SUSPENDED).await > 0 {
            return Act::Decide(CaseKind::Suspended, Vote::Restore, 2);
        }
        if self.counts(TO_RENEW).await > 0 {
            return Act::Decide(CaseKind::Recertification, Vote::Renew, 3);
        }
        match self.finds(NEXT_DUE).await {
            Some(due) if due - self.world.today() < Duration::days(60) => Act::Audit(None),
            Some(due) => Act::Days((due - self.world.today()).whole_days() - 30),
            None => Act::Days((expires - self.world.today()).whole_days().max(1)),
        }
    }

    /// To so many days from what ends next: a last date, a suspension, the certificate, or its time to be restored.
    pub(super) async fn to_an_end(&self, days: i64) {
        let today = self.world.today();
        let expires = self.finds(EXPIRES).await;
        let ends = [
            self.finds(NEXT_DUE).await,
            self.finds(SUSPENDED_UNTIL).await,
            expires,
            expires.map(|day| months_after(day, 6)),
        ];
        let next = ends.into_iter().flatten().filter(|day| *day > today).min();
        if let Some(day) = next.map(|day| day + Duration::days(days)).filter(|day| *day > today) {
            self.world.clock.advance(day - today);
        }
    }

    /// Somebody of the panel's people was on the team of this audit, too; but nobody joins a team who sits on an open
    /// panel (IMP-1), which the verb that appoints refuses.
    pub(super) async fn joins(&self, audit: Uuid, who: Who) {
        let (file, person) = (self.audited.file, self.people[who].person);
        if let Some((case, _)) = self.open_case().await
            && self.seated(case).await.iter().any(|seat| seat.person == person)
        {
            return;
        }
        sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
             values ($1, $2, $3, $4, $5, $6, 'observer', $6, $7)")
            .bind(self.world.body).bind(file.client_id).bind(file.engagement_id).bind(audit).bind(Uuid::now_v7()).bind(person)
            .bind(self.world.now()).execute(&self.world.owner).await.expect("a member of the team");
    }

    /// A special audit to extend the scope, reported today; nothing before a programme's cycle has begun.
    pub(super) async fn special_audit(&self) {
        let audit = Uuid::now_v7();
        sqlx::query("insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, special_for, special_reason, cycle, state, objectives,
               criteria, methods, half_days, window_from, window_to, starts_on, ends_on, team_state, team_told_at, team_agreed_at, opened_at, closed_at, reported_at)
             select body_id, client_id, engagement_id, id, $2, 'special', 'scope_extension', 'A new system.', cycle, 'reported', 'Conformity',
               'The standard', 'Interviews', 2, $3, $3, $3, $3, 'agreed', $4, $4, $4, $4, $4 from programmes where body_id = $1 order by cycle desc limit 1")
            .bind(self.world.body).bind(audit).bind(self.world.today()).bind(self.world.now())
            .execute(&self.world.owner).await.expect("a special audit");
        self.joins(audit, 0).await;
        sqlx::query("insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
             values ($1, $2, $3, $4, $5, 1, '{\"text\": {\"objectives_met\": \"Each was met.\", \"recommendation\": \"recommend\"}}', sha256('4'), $6, $7)")
            .bind(self.world.body).bind(self.audited.file.client_id).bind(self.audited.file.engagement_id).bind(audit)
            .bind(Uuid::now_v7()).bind(self.people[0].person).bind(self.world.now())
            .execute(&self.world.owner).await.expect("its report");
    }
}
