package dev.skald.projections.accounts;

import java.math.BigInteger;

/**
 * The number people know an account by: the position of its opening, which no other has, and two
 * check digits that catch every swapped or mistyped one (ISO 7064, as in an IBAN).
 */
final class AccountNumber {

  private static final BigInteger MODULUS = BigInteger.valueOf(97);

  private AccountNumber() {}

  static String of(long openedPosition) {
    String digits = "%012d".formatted(openedPosition);
    // S is 28 and K is 20 in an IBAN's count of letters.
    int rest = new BigInteger(digits + "282000").mod(MODULUS).intValue();
    return "SK%02d%s".formatted(98 - rest, digits);
  }
}
