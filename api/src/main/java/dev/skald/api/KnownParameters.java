package dev.skald.api;

import dev.skald.api.InvalidRequest.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses parameters that a query does not know: a filter with a slip in its name excludes none.
 */
final class KnownParameters implements HandlerInterceptor {

  private static final Set<String> QUERIES = Set.of("GET", "HEAD");
  private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    // Queries alone have them; of anything else the server would look for some in the body.
    if (QUERIES.contains(request.getMethod()) && handler instanceof HandlerMethod query) {
      Set<String> sent = request.getParameterMap().keySet();
      if (!sent.isEmpty()) {
        check(sent, known(query));
      }
    }
    return true;
  }

  private static void check(Set<String> sent, Set<String> known) {
    List<FieldError> unknown =
        sent.stream()
            .filter(name -> !known.contains(name))
            .map(name -> new FieldError(name, instead(known)))
            .toList();
    if (!unknown.isEmpty()) {
      throw new InvalidRequest(unknown);
    }
  }

  private static Set<String> known(HandlerMethod query) {
    return Arrays.stream(query.getMethodParameters())
        .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
        .map(KnownParameters::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(MethodParameter parameter) {
    RequestParam declared = parameter.getParameterAnnotation(RequestParam.class);
    if (declared != null && !declared.name().isEmpty()) {
      return declared.name();
    }
    parameter.initParameterNameDiscovery(NAMES);
    return Objects.requireNonNull(parameter.getParameterName());
  }

  private static String instead(Set<String> known) {
    return known.isEmpty()
        ? "no parameters are taken here"
        : "is not known here; there are " + String.join(", ", known);
  }
}
