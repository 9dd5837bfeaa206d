-- Clients with several files, one for each standard: audits held apart again, and lists that say which file they mean.

-- The rows go when audits are no longer to be held together; both records keep who said so, and when.
grant delete on joint_audits to assay_office;

-- Each file with its client as lists name it: with the standard where the client has another file.
create view named_files with (security_invoker = true) as
  select e.body_id, e.client_id, e.id as engagement_id,
    c.name || case when exists (select from engagements o where o.body_id = e.body_id and o.client_id = e.client_id and o.id <> e.id)
      then ', ' || e.standard else '' end as client
  from engagements e join clients c on c.body_id = e.body_id and c.client_id = e.client_id;
grant select on named_files to assay_office, assay_audit, assay_panel, assay_client;
