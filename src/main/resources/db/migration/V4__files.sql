create table stored_file (
  id varchar(40) not null primary key,
  tenant varchar(64) not null,
  state varchar(10) not null,
  purpose varchar(40) not null,
  filename varchar(255) not null,
  bytes bigint not null,
  created_at bigint not null,
  expires_at bigint not null
);
create index stored_file_list on stored_file (tenant, created_at, id);
create index stored_file_sweep on stored_file (state, expires_at);
create table file_piece (
  file_id varchar(40) not null,
  piece int not null,
  content ${bytes} not null,
  primary key (file_id, piece)
);
