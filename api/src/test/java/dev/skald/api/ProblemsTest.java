package dev.skald.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.eventstore.InvalidAppend;
import dev.skald.eventstore.StreamConflict;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

class ProblemsTest {

  @Test
  void what_the_store_cannot_keep_is_the_callers_mistake() throws ReflectiveOperationException {
    InvalidAppend refused =
        new InvalidAppend("event 1 has 9000000 bytes, at most 8388608 are kept");

    ResponseEntity<ProblemDetail> answer = answer(refused);

    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("invalid-request");
  }

  @Test
  void who_was_outrun_at_each_try_is_asked_to_come_again() throws ReflectiveOperationException {
    ResponseEntity<ProblemDetail> answer = answer(new StreamConflict(List.of()));

    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("2");
    assertThat(code(answer)).isEqualTo("too-many-at-once");
  }

  @SuppressWarnings("unchecked")
  private static ResponseEntity<ProblemDetail> answer(Exception failure)
      throws ReflectiveOperationException {
    Method handler = new ExceptionHandlerMethodResolver(Problems.class).resolveMethod(failure);
    Object answer = Objects.requireNonNull(handler).invoke(new Problems(), failure);
    return (ResponseEntity<ProblemDetail>) Objects.requireNonNull(answer);
  }

  private static @Nullable Object code(ResponseEntity<ProblemDetail> answer) {
    ProblemDetail problem = Objects.requireNonNull(answer.getBody());
    return Objects.requireNonNull(problem.getProperties()).get("code");
  }
}
