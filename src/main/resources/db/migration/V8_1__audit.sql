-- What administrators did, one after the other: each row holds the hash of the one before it.
create table audit_entry (
  seq bigint primary key,
  at_millis bigint not null,
  actor varchar(200) not null,
  role varchar(20) not null,
  operation varchar(80) not null,
  method varchar(10) not null,
  path varchar(400) not null,
  address varchar(60) not null,
  request varchar(120) not null,
  status int not null,
  state_before varchar(8000),
  state_after varchar(8000),
  previous varchar(64) not null,
  hash varchar(64) not null,
  seal varchar(16) not null
);
create index audit_entry_at on audit_entry (at_millis);
create table audit_head (
  id int primary key,
  seq bigint not null,
  hash varchar(64) not null
);
insert into audit_head values (1, 0, '');
