-- A draw is of one cycle (TIM-6), and a month's export that was made late says why (EXT-1).

-- The cycle in which a file is now: the one that the newest programme plans, or that a decision began.
create function present_cycle(body uuid, engagement uuid) returns int language sql stable as $$
  select greatest(1,
    (select max(p.cycle) from programmes p where p.body_id = body and p.engagement_id = engagement),
    (select max(d.cycle) from deadlines d where d.body_id = body and d.engagement_id = engagement))
$$;

alter table sampling_plans add column cycle int not null default 1 constraint sampling_plans_cycle check (cycle >= 1);
update sampling_plans s set cycle = coalesce((select max(p.cycle) from programmes p
  where p.body_id = s.body_id and p.engagement_id = s.engagement_id and p.made_at <= s.at), 1);
alter table sampling_plans alter column cycle drop default;
drop index sampling_plans_by_engagement;
create index sampling_plans_by_cycle on sampling_plans (body_id, engagement_id, cycle, audit, id desc);

-- Why the export of a month was made after it; empty where it was made in time, or made again.
alter table register_exports add column late_because text not null default '';
