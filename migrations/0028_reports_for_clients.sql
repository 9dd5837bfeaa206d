-- What the client may hand on of a report: the issued report itself, cut to what was published of it. The client's room
-- has no right on reports; this answers for its own alone, and only once something of the version was published.
create function published_report(report uuid)
returns table (engagement_id uuid, content jsonb, digest bytea, replaced boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.engagement_id,
    jsonb_set(jsonb_set(r.content, '{text}', shown.text), '{facts}', (r.content->'facts')
      || '{"meetings": [], "checks": [], "concerns": [], "gaps": [], "conclusions": []}'),
    r.digest,
    exists (select from reports n where n.body_id = r.body_id and n.audit_id = r.audit_id and n.version > r.version)
  from reports r
  cross join lateral (select jsonb_object_agg(p.field, r.content->'text'->p.field) as text
    from publications p where p.body_id = r.body_id and p.subject_id = r.id) shown
  where r.id = report and shown.text is not null
    and r.body_id = nullif(current_setting('app.body', true), '')::uuid
    and r.client_id = nullif(current_setting('app.client', true), '')::uuid
$$;
revoke all on function published_report from public;
grant execute on function published_report to assay_client;
