-- Which thresholds of which budget were told of, once for all servers. The budget's name holds the
-- first day of its span, so each span begins with none.
create table budget_alert (
  budget varchar(250) not null,
  threshold int not null,
  raised_at bigint not null,
  primary key (budget, threshold)
);
create index budget_alert_by_age on budget_alert (raised_at);

-- The name of a tenant, of one of its models and of a span is longer than a job's id.
alter table webhook alter column subject set data type varchar(250);
