-- Bodies lie apart, so that rows which change often stay light. There are no foreign keys: a job,
-- its request and its result are written and deleted together, by the job's id.
create table job (
  id varchar(40) primary key,
  tenant varchar(64) not null,
  operation varchar(20) not null,
  model varchar(256) not null,
  stream boolean not null,
  priority int not null,
  pinned boolean not null,
  caching int not null,
  state varchar(10) not null,
  attempts int not null,
  failures int not null,
  version bigint not null,
  epoch bigint not null,
  cancel_requested boolean not null,
  failure_told boolean not null,
  runner varchar(80),
  lease_until bigint not null,
  posted_at bigint not null,
  created_at bigint not null,
  started_at bigint not null,
  finished_at bigint not null,
  deadline_at bigint not null,
  retention bigint not null,
  expires_at bigint not null,
  error_code varchar(60),
  error_message varchar(1000),
  idempotency_key varchar(255),
  fingerprint varchar(64),
  webhook varchar(2048)
);
-- Whose turn it is. Running jobs are few, so that leases and flags are found by their state, too.
create index job_turn on job (state, priority, created_at, id);
create index job_deadline on job (state, deadline_at);
create index job_of_tenant on job (tenant, created_at, id);
create index job_expiry on job (expires_at);
create unique index job_key on job (tenant, idempotency_key);

create table job_request (
  job_id varchar(40) primary key,
  body ${bytes} not null
);
create table job_result (
  job_id varchar(40) primary key,
  status int not null,
  content_type varchar(255) not null,
  body ${bytes} not null
);
