create table batch (
  id varchar(40) not null primary key,
  tenant varchar(64) not null,
  operation varchar(16) not null,
  input_file varchar(40) not null,
  model varchar(1024),
  status varchar(16) not null,
  ending varchar(16),
  webhook varchar(2048),
  keep_output bigint not null,
  metadata varchar(100000) not null,
  errors varchar(100000) not null,
  output_file varchar(40),
  error_file varchar(40),
  created_at bigint not null,
  in_progress_at bigint not null,
  expires_at bigint not null,
  finalizing_at bigint not null,
  completed_at bigint not null,
  failed_at bigint not null,
  expired_at bigint not null,
  cancelling_at bigint not null,
  cancelled_at bigint not null,
  total int not null,
  completed int not null,
  failed int not null,
  input_tokens bigint not null,
  cached_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  epoch bigint not null,
  runner varchar(40),
  lease_until bigint not null,
  posted_at bigint not null,
  postings int not null,
  swept boolean not null
);
create index batch_list on batch (tenant, created_at, id);
create index batch_status on batch (status, expires_at);
create index batch_input on batch (input_file);
create index batch_tidy on batch (swept, created_at);
create table batch_slice (
  batch varchar(40) not null,
  no int not null,
  first_line int not null,
  last_line int not null,
  line_count int not null,
  from_byte bigint not null,
  byte_count int not null,
  state varchar(8) not null,
  epoch bigint not null,
  runner varchar(40),
  lease_until bigint not null,
  posted_at bigint not null,
  postings int not null,
  primary key (batch, no)
);
create index batch_slice_lease on batch_slice (state, lease_until);
create index batch_slice_posted on batch_slice (state, posted_at);
create table batch_result (
  batch varchar(40) not null,
  no int not null,
  ok boolean not null,
  length int not null,
  content ${bytes} not null,
  primary key (batch, no)
);
