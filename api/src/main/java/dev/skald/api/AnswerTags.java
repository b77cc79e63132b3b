package dev.skald.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Tags what is read by what was answered, so that the tag changes whenever the answer does, from
 * however many tables that was put together. A stream is never held back for it.
 */
final class AnswerTags extends ShallowEtagHeaderFilter {

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"GET".equals(request.getMethod()) || request.getRequestURI().endsWith("/live");
  }
}
