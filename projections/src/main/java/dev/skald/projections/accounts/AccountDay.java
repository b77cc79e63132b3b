package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import java.time.LocalDate;

/**
 * What moved on an account in a day, by UTC.
 *
 * @param average of the movements, whichever way they went
 * @param closing the balance after the last of them
 */
public record AccountDay(
    LocalDate day,
    Money in,
    Money out,
    long movementsIn,
    long movementsOut,
    Money largest,
    Money average,
    Money closing) {}
