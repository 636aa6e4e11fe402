-- Views and functions under KingbaseES's names.
do $$
declare
  one record;
begin
  for one in
    select relname from pg_class
    where relnamespace = 'pg_catalog'::regnamespace and relkind = 'v'
      and relname ~ '^pg_(stat_|settings$|file_settings$|replication_slots$|hba_file_rules$)'
  loop
    execute format('create view public.%I as select * from pg_catalog.%I', replace(one.relname, 'pg_', 'sys_'), one.relname);
  end loop;
  for one in
    select proname, pg_get_function_identity_arguments(oid) as arguments, pg_get_function_result(oid) as result,
      (select string_agg('$' || n, ', ' order by n) from generate_series(1, pronargs) n) as given
    from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and prokind = 'f' and not proretset and proargmodes is null
      and proname ~ '^pg_(reload_conf|is_in_recovery|current_wal|walfile_name|switch_wal|last_|wal_|drop_replication|terminate_backend|cancel_backend|size_pretty|database_size|promote|is_wal|get_wal|backend_pid|postmaster)'
  loop
    execute format('create function public.%I(%s) returns %s language sql as $f$ select pg_catalog.%I(%s) $f$',
      replace(one.proname, 'pg_', 'sys_'), one.arguments, one.result, one.proname, coalesce(one.given, ''));
  end loop;
end $$;

create function public.sys_create_physical_replication_slot(name, boolean default false, boolean default false) returns record
  language sql as 'select pg_catalog.pg_create_physical_replication_slot($1, $2, $3)';
