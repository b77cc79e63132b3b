package dev.skald.api;

import java.util.List;

/**
 * A request that cannot be meant as it was sent: each error says where, and what would be right.
 */
public final class InvalidRequest extends RuntimeException {

  /** The path of the field, empty for the body as a whole. */
  public record FieldError(String field, String message) {}

  private final transient List<FieldError> errors;

  public InvalidRequest(List<FieldError> errors) {
    super("the request has %d mistake(s)".formatted(errors.size()));
    this.errors = List.copyOf(errors);
  }

  public InvalidRequest(String field, String message) {
    this(List.of(new FieldError(field, message)));
  }

  public List<FieldError> errors() {
    return errors;
  }
}
