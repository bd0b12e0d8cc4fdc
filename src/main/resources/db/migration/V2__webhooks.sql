create table webhook (
  id varchar(40) primary key,
  type varchar(40) not null,
  tenant varchar(64) not null,
  subject varchar(120) not null,
  url varchar(2048) not null,
  host varchar(300) not null,
  created_at bigint not null,
  state varchar(10) not null,
  due_at bigint not null,
  lease_until bigint not null,
  epoch bigint not null,
  attempts int not null,
  last_status int not null,
  last_problem varchar(30),
  ended_at bigint not null
);
create index webhook_due on webhook (state, due_at, id);
create index webhook_of_tenant on webhook (tenant, created_at, id);
create index webhook_newest on webhook (created_at, id);
