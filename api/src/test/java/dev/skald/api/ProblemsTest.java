package dev.skald.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.eventstore.InvalidAppend;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

class ProblemsTest {

  @Test
  void what_the_store_cannot_keep_is_the_callers_mistake() throws ReflectiveOperationException {
    InvalidAppend refused =
        new InvalidAppend("event 1 has 9000000 bytes, at most 8388608 are kept");

    Method handler = new ExceptionHandlerMethodResolver(Problems.class).resolveMethod(refused);

    ResponseEntity<?> answer =
        (ResponseEntity<?>) Objects.requireNonNull(handler).invoke(new Problems(), refused);
    ProblemDetail problem = (ProblemDetail) Objects.requireNonNull(answer.getBody());
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(Objects.requireNonNull(problem.getProperties()))
        .contains(Map.entry("code", "invalid-request"));
  }
}
