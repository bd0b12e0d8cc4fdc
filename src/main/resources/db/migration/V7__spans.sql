-- How long a job may take: its deadline moves when it is revived, its creation does not.
alter table job add column span bigint default 0 not null;
update job set span = deadline_at - created_at;

-- Who takes a batch in holds a row of its tenant's, so that those under way are counted rightly.
create table batch_intake (
  id int primary key
);
insert into batch_intake values (0), (1), (2), (3), (4), (5), (6), (7);
