package dev.skald.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.domain.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say about its caller. */
public final class Caller {

  static final String ANONYMOUS = "anonymous";
  private static final int MAX_HEADER = 256;
  private static final Pattern KEY = Pattern.compile("\"?([A-Za-z0-9._-]{1,128})\"?");

  private Caller() {}

  public static Origin origin(HttpServletRequest request) {
    String actor = header(request, "Skald-Actor");
    String correlation = header(request, "X-Correlation-Id");
    return new Origin(
        actor == null ? ANONYMOUS : actor,
        correlation == null ? UUID.randomUUID().toString() : correlation,
        header(request, "Skald-Tenant"),
        cutHeader(request, "traceparent"),
        request.getRemoteAddr(),
        cutHeader(request, "User-Agent"));
  }

  /** The key under which a repeated request is the same request, if there is one. */
  public static Optional<String> idempotencyKey(HttpServletRequest request) {
    String value = request.getHeader("Idempotency-Key");
    if (value == null) {
      return Optional.empty();
    }
    Matcher key = KEY.matcher(value.strip());
    if (!key.matches()) {
      throw new InvalidRequest(
          "Idempotency-Key",
          "'%s' must be 1 to 128 letters, digits, '.', '_' or '-', bare or quoted"
              .formatted(value));
    }
    return Optional.of(key.group(1));
  }

  public static String requiredIdempotencyKey(HttpServletRequest request) {
    return idempotencyKey(request)
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "Idempotency-Key",
                    "the header is required: a key of your own under which the request happens once"));
  }

  /** For whom it is done, if that is not the actor. */
  public static @Nullable String initiator(HttpServletRequest request) {
    return header(request, "Skald-Initiator");
  }

  /** From 1, the most urgent, to 5; null for the usual one. */
  public static @Nullable Integer priority(HttpServletRequest request) {
    String value = header(request, "Skald-Priority");
    if (value == null) {
      return null;
    }
    if (!value.matches("[1-5]")) {
      throw new InvalidRequest(
          "Skald-Priority", "'%s' must be from 1, the most urgent, to 5".formatted(value));
    }
    return Integer.valueOf(value);
  }

  /** Kept as it was sent, or refused: two callers must not become one. */
  private static @Nullable String header(HttpServletRequest request, String name) {
    String value = text(request, name);
    if (value == null) {
      return null;
    }
    if (value.length() > MAX_HEADER) {
      throw new InvalidRequest(
          name,
          "has %d characters, but must have at most %d".formatted(value.length(), MAX_HEADER));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidRequest(name, "must have printable characters only");
    }
    return value;
  }

  /** Of what nobody is told apart by: as much of it as is kept. */
  private static @Nullable String cutHeader(HttpServletRequest request, String name) {
    String value = text(request, name);
    if (value == null) {
      return null;
    }
    String printable = value.replaceAll("\\p{Cntrl}", " ");
    if (printable.length() <= MAX_HEADER) {
      return printable;
    }
    boolean splits = Character.isHighSurrogate(printable.charAt(MAX_HEADER - 1));
    return printable.substring(0, splits ? MAX_HEADER - 1 : MAX_HEADER);
  }

  private static @Nullable String text(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    String text = value == null ? "" : decoded(value).strip();
    return text.isEmpty() ? null : text;
  }

  /** The server reads the bytes of headers as Latin-1, and callers of today send UTF-8. */
  private static String decoded(String value) {
    try {
      return UTF_8
          .newDecoder()
          .decode(ISO_8859_1.newEncoder().encode(CharBuffer.wrap(value)))
          .toString();
    } catch (CharacterCodingException e) {
      return value;
    }
  }
}
