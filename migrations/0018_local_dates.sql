-- All dates of the trade are the body's local dates: its day begins and ends in its own time zone (an IANA
-- name). Moments stay moments, in UTC.
alter table bodies add column time_zone text not null default 'UTC'
  constraint bodies_time_zone_shape check (time_zone ~ '^[A-Za-z0-9_+/-]{1,64}$');
grant update (time_zone) on bodies to assay_office;
