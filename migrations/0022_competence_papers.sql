-- What a qualification rests on besides words: a person's papers (certificates, CVs, training records), kept as
-- files (CMP-2). A paper is the person's, and may carry several qualifications; it is kept when they end.

alter table qualifications add constraint qualifications_of_person unique (body_id, person_id, id);

-- A file in a person's competence file; the bytes lie in the store, named by their SHA-256, as evidence does.
create table competence_papers (
  body_id uuid not null constraint competence_papers_body references bodies,
  id uuid not null,
  person_id uuid not null constraint competence_papers_person references people,
  sha256 bytea not null constraint competence_papers_sha256_length check (length(sha256) = 32),
  bytes bigint not null constraint competence_papers_not_empty check (bytes > 0),
  media_type text not null,
  name text not null,
  uploaded_by uuid not null constraint competence_papers_uploader references people,
  uploaded_at timestamptz not null,
  primary key (body_id, id),
  constraint competence_papers_of_person unique (body_id, person_id, id),
  -- The same bytes given again are the same paper.
  constraint competence_papers_once unique (body_id, person_id, sha256)
);
call wall_staff('competence_papers');
grant select, insert on competence_papers to assay_office;

-- Which qualifications rest on which papers, and who said so.
create table qualification_papers (
  body_id uuid not null,
  person_id uuid not null,
  qualification_id uuid not null,
  paper_id uuid not null,
  by_person uuid not null constraint qualification_papers_by references people,
  at timestamptz not null,
  primary key (body_id, qualification_id, paper_id),
  constraint qualification_papers_qualification foreign key (body_id, person_id, qualification_id)
    references qualifications (body_id, person_id, id),
  constraint qualification_papers_paper foreign key (body_id, person_id, paper_id)
    references competence_papers (body_id, person_id, id)
);
create index qualification_papers_by_paper on qualification_papers (body_id, person_id, paper_id);
call wall_staff('qualification_papers');
grant select, insert on qualification_papers to assay_office;
