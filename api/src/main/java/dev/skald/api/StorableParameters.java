package dev.skald.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Refuses parameters that no row could be compared with, before a database has to. */
final class StorableParameters implements HandlerInterceptor {

  private static final Set<String> QUERIES = Set.of("GET", "HEAD");

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    // Queries alone have them; of anything else the server would look for some in the body.
    if (QUERIES.contains(request.getMethod())) {
      request
          .getParameterMap()
          .forEach((name, values) -> Arrays.stream(values).forEach(value -> check(name, value)));
    }
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> inPath) {
      inPath.forEach((name, value) -> check(String.valueOf(name), String.valueOf(value)));
    }
    return true;
  }

  private static void check(String name, String value) {
    if (!StorableText.is(value)) {
      throw new InvalidRequest(name, StorableText.WHAT_IS_WRONG);
    }
  }
}
