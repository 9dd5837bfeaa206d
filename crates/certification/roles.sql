-- The roles of an installation. They belong to the whole cluster, so they are made here, beside the
-- migrations, and making them twice does nothing. The owner never serves; the server's login owns
-- nothing and inherits nothing: without entering a room it may not read a single row.
do $$
declare
  room text;
begin
  -- Two programs that start at once take turns; the lock goes with the transaction.
  perform pg_advisory_xact_lock(741852963);
  if not exists (select from pg_roles where rolname = 'assay_server') then
    create role assay_server login noinherit nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  foreach room in array array['office', 'audit', 'panel', 'client', 'public', 'door', 'worker'] loop
    if not exists (select from pg_roles where rolname = 'assay_' || room) then
      execute format('create role %I nologin noinherit nosuperuser nobypassrls', 'assay_' || room);
    end if;
    execute format('grant %I to assay_server', 'assay_' || room);
  end loop;
end $$;
