-- A claim takes the next tenant that has a job queued, and of it the one that has waited longest.
create index job_of_turn on job (state, priority, tenant, posted_at, id);
-- Each queue is carried to the broker by itself.
create index outbox_of_queue on outbox (queue, due_at, id);
