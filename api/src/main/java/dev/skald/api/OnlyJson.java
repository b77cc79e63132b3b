package dev.skald.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** JSON is what is taken and answered, whatever else is on the class path or wished for. */
final class OnlyJson implements WebMvcConfigurer {

  /** A wish that cannot be met would be refused only once all was done that was asked. */
  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.ALL);
  }

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
    converters.configureMessageConvertersList(
        all ->
            all.removeIf(
                each -> each.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)));
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new ConcreteTypes()).addPathPatterns("/api/v1/**");
  }

  /** Spring cannot cope with a body of no type in particular. */
  private static final class ConcreteTypes implements HandlerInterceptor {

    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      String type = request.getContentType();
      if (type != null && type.contains("*")) {
        throw Problem.unsupported(
            "unsupported-media-type",
            "Content-Type '%s' is not supported, but application/json is".formatted(type));
      }
      return true;
    }
  }
}
