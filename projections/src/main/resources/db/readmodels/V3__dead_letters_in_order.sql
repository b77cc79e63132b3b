alter table dead_letter add column sequence bigint generated always as identity;
create unique index dead_letter_sequence on dead_letter (sequence);
