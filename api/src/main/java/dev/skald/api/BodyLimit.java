package dev.skald.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Reads no more of a body than any request could need, so that none can fill the memory. */
@RestControllerAdvice
final class BodyLimit extends RequestBodyAdviceAdapter {

  private static final int MOST_BYTES = 1_000_000;

  @Override
  public boolean supports(
      MethodParameter parameter, Type target, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type target,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    HttpHeaders headers = message.getHeaders();
    if (headers.getContentLength() > MOST_BYTES) {
      throw tooLarge();
    }
    return new Limited(headers, new Counted(message.getBody()));
  }

  private record Limited(HttpHeaders headers, InputStream body) implements HttpInputMessage {

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return body;
    }
  }

  /** Not every body says beforehand how long it is. */
  private static final class Counted extends FilterInputStream {

    private long read;

    Counted(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      count(count);
      return count;
    }

    private void count(int bytes) {
      read += Math.max(bytes, 0);
      if (read > MOST_BYTES) {
        throw tooLarge();
      }
    }
  }

  private static Problem tooLarge() {
    return Problem.tooLarge(
        "body-too-large", "a body may have %,d bytes at most".formatted(MOST_BYTES));
  }
}
