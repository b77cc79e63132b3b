package dev.skald.projections.accounts;

import java.time.Instant;

/** What was transferred in one currency in a span of time. */
public record MoneyMoved(Instant from, long transfers, Sum amount, Sum largest) {}
