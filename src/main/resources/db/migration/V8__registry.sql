-- Small values that all servers share. A change of any row raises the one number in
-- registry_version, in the same transaction: whoever has read that number has seen all before it.
create table registry_entry (
  kind varchar(40) not null,
  name varchar(120) not null,
  version bigint not null,
  content varchar(16000) not null,
  primary key (kind, name)
);
create table registry_version (
  id int primary key,
  version bigint not null
);
insert into registry_version values (1, 0);
