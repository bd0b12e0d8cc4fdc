-- What calls have used, by whose bill and day. Servers add to a row; none replaces what is there.
create table usage_day (
  tenant varchar(64) not null,
  key_id varchar(64) not null,
  model varchar(200) not null,
  used_on date not null,
  calls bigint not null,
  hits bigint not null,
  input_tokens bigint not null,
  cached_tokens bigint not null,
  output_tokens bigint not null,
  cost numeric(38, 0) not null,
  primary key (tenant, key_id, model, used_on)
);
create index usage_of_day on usage_day (used_on);

-- The last writing of each server, in the same transaction as what it wrote: one whose end nobody
-- heard of is not written twice.
create table usage_writing (
  server varchar(40) primary key,
  writing bigint not null,
  written_at bigint not null
);
