package dev.skald.api;

import org.springframework.http.HttpStatus;

/** A request that was understood but cannot be met; the code is stable. */
public final class Problem extends RuntimeException {

  private final transient HttpStatus status;
  private final String code;

  private Problem(HttpStatus status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public static Problem notFound(String code, String message) {
    return new Problem(HttpStatus.NOT_FOUND, code, message);
  }

  public static Problem conflict(String code, String message) {
    return new Problem(HttpStatus.CONFLICT, code, message);
  }

  public static Problem unprocessable(String code, String message) {
    return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, code, message);
  }

  public static Problem tooLarge(String code, String message) {
    return new Problem(HttpStatus.CONTENT_TOO_LARGE, code, message);
  }

  public static Problem unsupported(String code, String message) {
    return new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, code, message);
  }

  public static Problem unavailable(String code, String message) {
    return new Problem(HttpStatus.SERVICE_UNAVAILABLE, code, message);
  }

  HttpStatus status() {
    return status;
  }

  String code() {
    return code;
  }
}
