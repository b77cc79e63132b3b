package dev.skald.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.domain.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

  @ParameterizedTest
  @ValueSource(strings = {"Łukasz", "Zoë", "山田", "O'Neil & Sons"})
  void a_name_is_kept_as_it_was_sent(String name) {
    Origin origin =
        Caller.origin(sent("Skald-Actor", new String(name.getBytes(UTF_8), ISO_8859_1)));

    assertThat(origin.actor()).isEqualTo(name);
  }

  @Test
  void what_is_no_utf8_is_read_as_older_callers_mean_it() {
    assertThat(Caller.origin(sent("Skald-Tenant", "Zo\u00eb GmbH")).tenant()).isEqualTo("Zoë GmbH");
  }

  @Test
  void a_name_of_blanks_is_none_of_whatever_kind_they_are() {
    String blanks = new String(" \u2003\u3000".getBytes(UTF_8), ISO_8859_1);

    assertThat(Caller.origin(sent("Skald-Actor", blanks)).actor()).isEqualTo("anonymous");
    assertThat(Caller.origin(sent("Skald-Tenant", blanks)).tenant()).isNull();
    assertThat(Caller.origin(sent("X-Correlation-Id", blanks)).correlationId()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Skald-Actor", "Skald-Tenant", "X-Correlation-Id"})
  void what_is_too_long_or_not_printable_is_refused_by_name(String header) {
    assertThat(refused(header, "t".repeat(257)).message())
        .isEqualTo("has 257 characters, but must have at most 256");
    assertThat(refused(header, "a\tb").field()).isEqualTo(header);
    Caller.origin(sent(header, "t".repeat(256)));
  }

  @Test
  void a_browser_may_say_as_much_about_itself_as_it_likes() {
    assertThat(Caller.origin(sent("User-Agent", "b".repeat(1000))).userAgent()).hasSize(256);
  }

  private static InvalidRequest.FieldError refused(String header, String value) {
    InvalidRequest refused =
        catchThrowableOfType(InvalidRequest.class, () -> Caller.origin(sent(header, value)));
    return refused.errors().getFirst();
  }

  /** A request that knows its headers, as Tomcat reads them, and nothing else. */
  private static HttpServletRequest sent(String name, String value) {
    Map<String, String> headers = Map.of(name, value);
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (_, method, arguments) ->
                method.getName().equals("getHeader") ? headers.get(arguments[0]) : null);
  }
}
