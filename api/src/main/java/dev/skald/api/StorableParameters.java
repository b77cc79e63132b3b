package dev.skald.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Refuses parameters that no row could be compared with, before a database has to. */
final class StorableParameters implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    request
        .getParameterMap()
        .forEach((name, values) -> Arrays.stream(values).forEach(value -> check(name, value)));
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
