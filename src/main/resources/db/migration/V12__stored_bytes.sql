-- What a job takes up: its bodies, and a KiB for its row. Servers sum it up by this index alone.
alter table job add column stored_bytes bigint default 0 not null;
update job set stored_bytes = 1024
  + coalesce((select octet_length(body) from job_request where job_id = job.id), 0)
  + coalesce((select octet_length(body) from job_result where job_id = job.id), 0);
create index job_stored on job (tenant, stored_bytes);
