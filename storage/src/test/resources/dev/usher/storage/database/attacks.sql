## Each line is a question that is refused; \n stands for a line end.
delete from big
insert into big (n) values (1)
update big set n = 1
drop table big
create table x (a text)
create temp table x as select 1
create view v as select 1
create function f() returns int language sql as 'select 1'
alter table big add column x text
truncate big
vacuum
vacuum into '/tmp/owned'
analyze
reindex
attach database '/tmp/owned' as x
attach '/tmp/owned' as x
detach x
pragma journal_mode = delete
pragma writable_schema = 1
pragma database_list
begin
commit
rollback
savepoint x
release x
explain select 1
explain analyze delete from big
copy big to '/tmp/owned'
copy big from '/etc/passwd'
copy big to program 'id'
copy (select 1) to '/tmp/owned'
do $$ begin end $$
call f()
execute x
prepare x as select 1
deallocate all
discard all
declare c cursor for select 1
fetch all from c
lock table big
listen x
notify x
unlisten *
set role postgres
set session authorization postgres
set statement_timeout = 0
set transaction read write
reset all
reset role
show all
show data_directory
grant all on big to public
revoke all on big from public
load 'x'
checkpoint
cluster
refresh materialized view v
security label on table big is 'x'
comment on table big is 'x'
import foreign schema x from server y into z
merge into big using big as b on true when matched then delete
table big
replace into big (n) values (1)
select 1; delete from big
select 1; select 2
select 1;; delete from big
select 1;\ndelete from big
select 1; -- nothing
select 1 -- nothing
select 1 /* nothing */
select 1 /* /* */ pg_sleep(1) */
select/**/1
/* */ select 1
-- \nselect 1
select 1 --\n; delete from big
select pg_sleep(60)
select pg_sleep (60)
select pg_sleep\n(60)
select PG_SLEEP(60)
select "pg_sleep"(60)
select pg_catalog.pg_sleep(60)
select "pg_catalog"."pg_sleep"(60)
select pg_catalog . pg_sleep (60)
select * from pg_sleep(60)
select * from pg_sleep(60) as s(a)
select 1 where pg_sleep(60) is null
select coalesce(pg_sleep(60)::text, 'x')
select pg_read_file('/etc/passwd')
select pg_read_binary_file('/etc/passwd')
select pg_ls_dir('/')
select pg_stat_file('/etc/passwd')
select lo_import('/etc/passwd')
select lo_export(1, '/tmp/owned')
select lo_create(1)
select lo_from_bytea(1, 'x')
select lo_get(1)
select loread(1, 1)
select pg_notify('x', 'y')
select pg_advisory_lock(1)
select pg_try_advisory_lock(1)
select pg_terminate_backend(1)
select pg_cancel_backend(1)
select pg_reload_conf()
select pg_logical_emit_message(false, 'x', 'y')
select pg_export_snapshot()
select set_config('statement_timeout', '0', false)
select set_config('role', 'postgres', false)
select current_setting('data_directory')
select inet_server_addr()
select version()
select current_user
select session_user
select current_database()
select nextval('big_id_seq')
select setval('big_id_seq', 1)
select currval('big_id_seq')
select txid_current()
select dblink('x', 'y')
select * from dblink('x', 'y') as (a int)
select query_to_xml('delete from big', true, true, '')
select database_to_xml(true, true, '')
select table_to_xml('big', true, true, '')
select xmlparse(document '<a/>')
select repeat('x', 1000000000)
select lpad('x', 1000000000)
select format('%1000000000s', 'x')
select * from generate_series(1, 100000000)
select * from pg_authid
select * from pg_shadow
select * from pg_stat_activity
select * from pg_catalog.pg_class
select * from information_schema.tables
select * from "pg_authid"
select * from "information_schema".tables
select 'pg_authid'::regclass
select 1::regrole
select array[1]
select (array[1])[1]
select $1
select $$x$$
select $a$x$a$
select E'\\x27'
select e'\'; delete from big; --'
select U&'\0027'
select u&"\0070"
select N'x'
select x'27'
select b'1'
select'x'
select 1"x"
select ?
select ?1
select :a
select @a
select {fn now()}
select `n` from big
select [n] from big
select n from big where n = #1
select load_extension('x')
select readfile('/etc/passwd')
select writefile('/tmp/owned', 'x')
select edit('x')
select fts3_tokenizer('x')
select randomblob(1000000000)
select zeroblob(1000000000)
select printf('%1000000000d', 1)
select hex(zeroblob(1000000000))
select * from sqlite_master
select * from sqlite_schema
select * from "sqlite_master"
select * from sqlite_sequence
select * from sqlite_temp_master
select * from main.sqlite_master
select * from pragma_database_list
select * from pragma_database_list()
select * from "pragma_database_list"
select * from pragma_table_info('big')
select * from pragma_compile_options
select * from dbstat
select * from sqlite_dbpage
select * from bytecode('select 1')
select * from tables_used('select 1')
select sqlite_version()
select sqlite_source_id()
select last_insert_rowid()
select changes()
with x as (delete from big returning n) select * from x, pg_sleep(1)
with x as (select 1) delete from big
with x as (select 1) insert into big (n) select 1
with x as (select 1) update big set n = 1
values (pg_sleep(60))
values (1); drop table big
select * from big limit (select pg_sleep(60))
select case when true then pg_sleep(60) end
select (select pg_sleep(60))
with s as materialized (select pg_sleep(60)) select * from s
with a(x) as (select 1), pg_sleep(60) as (select 1) select 1
select f(1), g(2) as (select 1)
select * from count(1), dblink('x') as (a int)
select 1 where exists (select load_extension('x'))
select 1 union select pg_sleep(60)
select "a""b"(1)
select 'a' 'b' ; attach 'x' as y

select 1e
select 1x
select 0x1F
select ü(1)
select Kelvin(1)
select 1 ; vacuum
