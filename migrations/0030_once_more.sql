-- Once more: another Stage 2 where a major nonconformity was not verified in time (FND-5), and another application
-- where the first came to an end.

-- One audit of each kind in a cycle; of Stage 2, one at a time.
drop index audits_one_of_a_kind;
create unique index audits_one_of_a_kind on audits (body_id, engagement_id, cycle, kind) where kind not in ('special', 'stage_2');
create unique index audits_one_stage_2_at_a_time on audits (body_id, engagement_id, cycle) where kind = 'stage_2' and state <> 'reported';

-- Whether the acting client's file has come to its end, so that another application is another file: declined, refused,
-- withdrawn, or expired too long ago to be restored (REC-3). What was decided the client's room does not read itself.
create function own_file_is_over(file uuid, today date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from applications a where a.body_id = e.body_id and a.engagement_id = e.id and a.state = 'declined')
    or exists (select from decisions d join cases c on c.body_id = d.body_id and c.id = d.case_id
      where d.body_id = e.body_id and d.engagement_id = e.id and d.outcome = 'refuse' and c.kind = 'initial')
    or exists (select from certificates t join certificate_status s on s.body_id = t.body_id and s.number = t.number
      where t.body_id = e.body_id and t.engagement_id = e.id and s.status = 'withdrawn')
    or coalesce((select max(t.expires_on) + interval '6 months' < today from certificates t
      where t.body_id = e.body_id and t.engagement_id = e.id), false)
  from engagements e
  where e.id = file and e.body_id = nullif(current_setting('app.body', true), '')::uuid
    and e.client_id = nullif(current_setting('app.client', true), '')::uuid
$$;
revoke all on function own_file_is_over from public;
grant execute on function own_file_is_over to assay_client;

-- A certificate is changed in more than its scope: the client's new name is a new revision too (CRT-5).
alter table cases add column new_client text not null default '';
alter table decisions drop constraint decisions_outcome;
alter table decisions add constraint decisions_outcome check (outcome in
  ('grant', 'refuse', 'maintain', 'extend', 'reduce', 'amend', 'suspend', 'restore', 'withdraw', 'renew'));
alter table votes drop constraint votes_vote;
alter table votes add constraint votes_vote check (vote in
  ('grant', 'refuse', 'maintain', 'extend', 'reduce', 'amend', 'suspend', 'restore', 'withdraw', 'renew'));
alter table certificates drop constraint certificates_positive_decision;
alter table certificates add constraint certificates_positive_decision check (outcome in
  ('grant', 'extend', 'reduce', 'amend', 'restore', 'renew'));
