-- Schemes are data: a body says to which standards it certifies, and what Stage 1 asks for stands in the
-- standard's file. Audits of several files of one client can be held together (TIM-3).

alter table bodies add column offers text[] not null default '{ISO/IEC 42001:2023}'
  constraint bodies_offers_something check (cardinality(offers) > 0);
grant update (offers) on bodies to assay_office;

alter table document_checks drop constraint document_checks_item;
alter table document_checks add constraint document_checks_item check (item ~ '^[a-z][a-z0-9_]*$');

-- An audit that is held together with those of the client's other files, of the same kind: all that carry
-- one joint_id. Each keeps its own report, findings and decision.
create table joint_audits (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  audit_id uuid not null,
  joint_id uuid not null,
  by_person uuid not null constraint joint_audits_person references people,
  at timestamptz not null,
  primary key (body_id, audit_id),
  constraint joint_audits_one_of_a_file unique (body_id, joint_id, engagement_id),
  constraint joint_audits_audit foreign key (body_id, client_id, engagement_id, audit_id)
    references audits (body_id, client_id, engagement_id, id)
);
call wall_staff('joint_audits');
call wall_client('joint_audits');
grant select, insert on joint_audits to assay_office;
grant select on joint_audits to assay_audit, assay_panel, assay_client;
