-- How often the step of its own that a batch waits for has failed, so that none is tried for ever.
alter table batch add column tries int default 0 not null;
