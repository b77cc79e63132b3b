package dev.skald.api;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the web server refuses before the API sees it, such as an address that cannot be one, is
 * answered like all that goes wrong, and not by a page.
 */
final class ServerProblems extends ErrorReportValve {

  private final JsonMapper json;

  ServerProblems(JsonMapper json) {
    this.json = json;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding("UTF-8");
      Writer out = response.getReporter();
      if (out != null) {
        out.write(
            json.writeValueAsString(
                Problems.problem(
                    status, Problems.code(status), why(status, response.getMessage()))));
        response.finishResponse();
      }
    } catch (IOException _) {
      // Whoever asked is gone.
    }
  }

  private static @Nullable String why(HttpStatus status, @Nullable String message) {
    return status == HttpStatus.BAD_REQUEST && message == null
        ? "the request cannot be read: its address may have characters that have to be encoded"
        : message;
  }
}
