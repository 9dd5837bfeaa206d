-- What the second reading of the rulebook found half kept.

-- SRV-2: an audit that was held in an earlier calendar year than it was due in brings forward what comes next. The
-- audit team's room does it, with the report by which the audit counts as held; later it never becomes.
grant update (opens_on, due_on, because) on deadlines to assay_audit;
create function srv_2_never_later() returns trigger language plpgsql as $$
begin
  if new.due_on > old.due_on then
    raise exception 'SRV-2: a last date is brought forward and never put off'
      using errcode = 'check_violation', constraint = 'srv_2_never_later';
  end if;
  return new;
end $$;
create trigger srv_2_never_later before update of due_on on deadlines
  for each row when (current_user = 'assay_audit') execute function srv_2_never_later();

-- IMP-7: what keeps a fee as it is: an open case ('case'), or the kind of an audit that was opened and whose outcome
-- is neither decided nor maintained; null when a fee may change. For the office's room.
create function outcome_in_sight(body uuid, engagement uuid, today date) returns text
language sql stable as $$
  select coalesce(
    (select 'case' from cases c where c.body_id = body and c.engagement_id = engagement and c.state = 'open' limit 1),
    (select a.kind from audits a
     where a.body_id = body and a.engagement_id = engagement and a.kind <> 'stage_1' and a.opened_at is not null
       and not exists (select from cases c join decisions d on d.body_id = c.body_id and d.case_id = c.id
         where c.body_id = body and c.engagement_id = engagement and (
           -- The decision on this very audit, or maintaining after it (DEC-7).
           c.audit_id = a.id
           -- A grant or a refusal rests on the file as a whole; so does what a special audit was for.
           or a.kind in ('stage_2', 'special') and d.decided_at >= a.reported_at
           -- Suspended for what the audit found, or the certificate is gone: nothing of it is left to decide.
           or (d.outcome = 'suspend' or c.kind = 'suspended') and d.decided_at >= a.reported_at
           or d.outcome = 'withdraw' and d.decided_at >= a.opened_at))
       -- A special audit that extends no scope is decided by nobody once all that it found is closed.
       and not (a.kind = 'special' and a.special_for <> 'scope_extension' and a.state = 'reported'
         and not exists (select from findings f where f.body_id = body and f.audit_id = a.id
           and f.grade <> 'observation' and f.state not in ('closed', 'dropped')))
       -- Six months after expiry there is no outcome any more (REC-3).
       and not (a.kind not in ('stage_2', 'special') and coalesce((select max(t.expires_on) + interval '6 months' < today
         from certificates t where t.body_id = body and t.engagement_id = engagement), false))
     order by a.opened_at desc limit 1))
$$;

-- Warnings overridden in the body's own affairs have no file: the register's export made too late (EXT-1).
alter table overrides
  alter column client_id drop not null,
  alter column engagement_id drop not null,
  add constraint overrides_body foreign key (body_id) references bodies,
  add constraint overrides_of_a_file_or_of_the_body check ((client_id is null) = (engagement_id is null));
