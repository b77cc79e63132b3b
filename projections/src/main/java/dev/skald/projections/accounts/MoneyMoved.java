package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import java.time.Instant;

/** What was transferred in one currency in a span of time. */
public record MoneyMoved(Instant from, long transfers, Money amount, Money largest) {}
