-- The application (APP-1): the organisation, its sites, its people, the scope it asks for; the register
-- of its AI systems (APP-5); the review by the body (APP-2).

create table applications (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  version int not null default 1,
  state text not null constraint applications_state check (state in ('draft', 'submitted', 'returned', 'accepted', 'declined')),
  legal_name text not null default '',
  registration text not null default '',
  address text not null default '',
  country text not null default '',
  website text not null default '',
  contact_name text not null default '',
  contact_email text not null default '',
  contact_phone text not null default '',
  sector text not null default '',
  structure text not null default '' constraint applications_structure check (structure in ('', 'one_entity', 'departments', 'units', 'jurisdictions')),
  people_total int constraint applications_people_total check (people_total > 0),
  people_ai int constraint applications_people_ai check (people_ai >= 0),
  -- How many AI systems the scope holds: the register has an entry for each (APP-5).
  ai_systems_total int constraint applications_ai_systems_total check (ai_systems_total > 0),
  scope text not null default '',
  units text not null default '',
  processes text not null default '',
  outsourced text not null default '',
  ai_roles text[] not null default '{}',
  languages text[] not null default '{}',
  -- null: not answered yet
  consultancy boolean,
  consultancy_by text not null default '',
  consultancy_ended_on date,
  signatory_name text not null default '',
  signatory_position text not null default '',
  signatory_email text not null default '',
  -- null: not answered; false: "we hold none", "we exclude nothing"
  holds_certificates boolean,
  excludes boolean,
  submitted_at timestamptz,
  submitted_by uuid constraint applications_submitter references people,
  -- What the body said when it returned or declined: the client reads this, never the review itself.
  answer text not null default '',
  primary key (body_id, id),
  constraint applications_one_per_engagement unique (body_id, engagement_id),
  constraint applications_by_client unique (body_id, client_id, id),
  constraint applications_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index applications_by_state on applications (body_id, state, submitted_at);
call wall_staff('applications');
call wall_client('applications');
grant select, insert, update on applications to assay_client;
grant select, update on applications to assay_office;
grant select on applications to assay_audit, assay_panel;

create table sites (
  body_id uuid not null,
  client_id uuid not null,
  application_id uuid not null,
  id uuid not null,
  position int not null,
  name text not null,
  address text not null,
  country text not null default '',
  people int,
  central boolean not null default false,
  scope text not null default '',
  primary key (body_id, id),
  constraint sites_application foreign key (body_id, client_id, application_id)
    references applications (body_id, client_id, id)
);
create index sites_by_application on sites (body_id, application_id, position);
call wall_staff('sites');
call wall_client('sites');
grant select, insert, update, delete on sites to assay_client;
grant select on sites to assay_office, assay_audit, assay_panel;

-- What the client leaves out of the scope, and why (APP-4).
create table exclusions (
  body_id uuid not null,
  client_id uuid not null,
  application_id uuid not null,
  id uuid not null,
  position int not null,
  what text not null,
  justification text not null default '',
  primary key (body_id, id),
  constraint exclusions_application foreign key (body_id, client_id, application_id)
    references applications (body_id, client_id, id)
);
create index exclusions_by_application on exclusions (body_id, application_id, position);
call wall_staff('exclusions');
call wall_client('exclusions');
grant select, insert, update, delete on exclusions to assay_client;
grant select on exclusions to assay_office, assay_audit, assay_panel;

create table certificates_held (
  body_id uuid not null,
  client_id uuid not null,
  application_id uuid not null,
  id uuid not null,
  position int not null,
  standard text not null,
  issued_by text not null default '',
  number text not null default '',
  expires_on date,
  primary key (body_id, id),
  constraint certificates_held_application foreign key (body_id, client_id, application_id)
    references applications (body_id, client_id, id)
);
create index certificates_held_by_application on certificates_held (body_id, application_id, position);
call wall_staff('certificates_held');
call wall_client('certificates_held');
grant select, insert, update, delete on certificates_held to assay_client;
grant select on certificates_held to assay_office, assay_audit, assay_panel;

-- The review of an application with its reasons (APP-2). Every round is kept; the client's room sees none of it.
create table application_reviews (
  body_id uuid not null,
  client_id uuid not null,
  application_id uuid not null,
  id uuid not null,
  outcome text not null constraint application_reviews_outcome check (outcome in ('accepted', 'returned', 'declined')),
  information text not null,
  differences text not null,
  competence text not null,
  impartiality text not null,
  answer text not null,
  by_person uuid not null constraint application_reviews_person references people,
  at timestamptz not null,
  primary key (body_id, id),
  constraint application_reviews_application foreign key (body_id, client_id, application_id)
    references applications (body_id, client_id, id)
);
create index application_reviews_by_application on application_reviews (body_id, application_id, id);
call wall_staff('application_reviews');
grant select, insert on application_reviews to assay_office;
grant select on application_reviews to assay_audit, assay_panel;

-- The register of AI systems (APP-5).
create table ai_systems (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  version int not null default 1,
  name text not null constraint ai_systems_name_given check (name <> ''),
  -- lower case, spaces folded: two entries of one register do not share it
  name_norm text not null,
  purpose text not null default '',
  function text not null default '',
  design_decisions text not null default '',
  training_data text not null default '',
  operation_data text not null default '',
  decides text not null default '',
  context text not null default '',
  owner text not null default '',
  limitations text not null default '',
  failure_modes text not null default '',
  bias_indicators text not null default '',
  stage text not null default '' constraint ai_systems_stage check (stage in ('', 'design', 'development', 'verification', 'deployment', 'operation', 'retirement')),
  origin text not null default '' constraint ai_systems_origin check (origin in ('', 'built', 'procured')),
  supplier text not null default '',
  risk_class text not null default '' constraint ai_systems_risk_class check (risk_class in ('', 'prohibited', 'high', 'limited', 'minimal')),
  personal_data text not null default '' constraint ai_systems_personal_data check (personal_data in ('', 'yes', 'no')),
  reference text not null default '',
  entered_at timestamptz not null,
  removed_at timestamptz,
  primary key (body_id, id),
  constraint ai_systems_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create unique index ai_systems_name_key on ai_systems (body_id, engagement_id, name_norm) where removed_at is null;
create index ai_systems_by_engagement on ai_systems (body_id, engagement_id, id) where removed_at is null;
call wall_staff('ai_systems');
call wall_client('ai_systems');
grant select, insert, update on ai_systems to assay_client;
grant select on ai_systems to assay_office, assay_audit, assay_panel;

-- A register as the client keeps it, uploaded and not yet part of anything until confirmed.
create table ai_system_imports (
  body_id uuid not null,
  client_id uuid not null,
  engagement_id uuid not null,
  id uuid not null,
  version int not null default 1,
  state text not null constraint ai_system_imports_state check (state in ('uploaded', 'confirmed', 'discarded')),
  file_name text not null,
  content bytea not null,
  sha256 bytea not null,
  -- our field -> the file's column number
  mapping jsonb not null,
  -- after confirmation: rows imported, and rows left out with row number and reason
  outcome jsonb,
  uploaded_by uuid not null constraint ai_system_imports_person references people,
  uploaded_at timestamptz not null,
  primary key (body_id, id),
  constraint ai_system_imports_engagement foreign key (body_id, client_id, engagement_id)
    references engagements (body_id, client_id, id)
);
create index ai_system_imports_by_engagement on ai_system_imports (body_id, engagement_id, id desc);
call wall_staff('ai_system_imports');
call wall_client('ai_system_imports');
grant select, insert, update on ai_system_imports to assay_client;
