-- A body's own domain, by which it is named in what it signs (did:web): settled before it signs, and then for good.

alter table bodies add column domain text
  constraint bodies_domain_key unique
  constraint bodies_domain_shape check (
    domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' and length(domain) <= 253);
grant update (domain) on bodies to assay_office;

-- Who settled it when. Empty: the installation's domain again.
create table body_domains (
  body_id uuid not null constraint body_domains_body references bodies,
  id uuid not null,
  domain text not null,
  by_person uuid not null constraint body_domains_by references people,
  at timestamptz not null,
  primary key (body_id, id)
);
call wall_staff('body_domains');
grant select, insert on body_domains to assay_office;

-- Whose name stands in what was signed: from then on the name stays, whoever would change it (CRT-5).
create function body_domain_stays() returns trigger language plpgsql as $$
begin
  if new.domain is distinct from old.domain and (
    exists (select from certificates c where c.body_id = old.id and c.credential is not null)
    or exists (select from status_lists l where l.body_id = old.id)) then
    raise exception 'the body has signed by the name that it has';
  end if;
  return new;
end $$;
create trigger body_domain_stays before update of domain on bodies for each row execute function body_domain_stays();
