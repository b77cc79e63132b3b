package dev.skald.projections.accounts;

import java.time.LocalDate;

/**
 * What moved on an account in a day, by UTC.
 *
 * @param average of the movements, whichever way they went
 * @param closing the balance after the last of them
 */
public record AccountDay(
    LocalDate day,
    Sum in,
    Sum out,
    long movementsIn,
    long movementsOut,
    Sum largest,
    Sum average,
    Sum closing) {}
