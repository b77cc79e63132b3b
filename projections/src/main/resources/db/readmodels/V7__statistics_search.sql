-- Figures for charts are summed up over a period when they are asked for.
create index saga_started_at on saga (started_at);
create index transfer_recorded_at on transfer (recorded_at);
