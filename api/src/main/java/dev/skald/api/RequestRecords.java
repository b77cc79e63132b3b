package dev.skald.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Hands the JSON of callers to controllers as the records that they ask for. */
final class RequestRecords extends AbstractHttpMessageConverter<Record> {

  private final JsonMapper json;
  private final RequestBodies bodies;

  RequestRecords(JsonMapper json, RequestBodies bodies) {
    super(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));
    this.json = json;
    this.bodies = bodies;
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type.isRecord();
  }

  @Override
  public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
    return false;
  }

  @Override
  protected Record readInternal(Class<? extends Record> type, HttpInputMessage message)
      throws IOException {
    try {
      return bodies.read(json.readTree(message.getBody()), type);
    } catch (JacksonException e) {
      throw new HttpMessageNotReadableException(e.getOriginalMessage(), e, message);
    }
  }

  @Override
  protected void writeInternal(Record answer, HttpOutputMessage message) {
    throw new HttpMessageNotWritableException("answers are not written here");
  }
}
