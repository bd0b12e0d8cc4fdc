-- By which keys something here was sealed, so that a server that lacks one says so when it starts.
create table sealing_key (
  id varchar(16) primary key,
  first_used_at bigint not null
);
-- A sealed message is longer than what it says.
alter table job alter column error_message set data type varchar(6000);
