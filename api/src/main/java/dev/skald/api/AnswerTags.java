package dev.skald.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Tags what is read by what was answered, so that the tag changes whenever the answer does, from
 * however many tables that was put together. Live streams see to it that they are not held back.
 */
final class AnswerTags extends ShallowEtagHeaderFilter {

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !HttpMethod.GET.matches(request.getMethod());
  }
}
