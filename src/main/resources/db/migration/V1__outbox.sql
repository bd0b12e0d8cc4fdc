create sequence outbox_ids start with 100 increment by 100;
create table outbox (
  id bigint primary key,
  queue varchar(40) not null,
  subject varchar(120) not null,
  dedup varchar(160) not null,
  priority int not null,
  due_at bigint not null
);
create index outbox_due on outbox (due_at, id);
