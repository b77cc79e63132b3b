package dev.skald.api;

import dev.skald.eventstore.CommandIdReused;
import dev.skald.eventstore.InvalidAppend;
import dev.skald.eventstore.OutcomeUnknown;
import dev.skald.eventstore.StoreUnavailable;
import dev.skald.eventstore.StreamConflict;
import dev.skald.eventstore.UnknownEvent;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.Locale;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/** Makes problem details of exceptions: of our own types only, the unknown is a 500. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String RETRY_SECONDS = "2";

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return ResponseEntity.badRequest()
        .body(
            invalid(
                    new InvalidRequest(
                        "",
                        unreadable.getCause() instanceof JacksonException wrong
                            ? "the body is not JSON: " + wrong.getOriginalMessage()
                            : "a JSON body is required"))
                .getBody());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException unknown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    unknown
        .getBody()
        .setDetail(
            "there is nothing at this path: calls begin with /api/v1, end without a slash,"
                + " and are described at /swagger-ui/index.html");
    return super.handleNoResourceFoundException(unknown, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException refused,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String[] taken = refused.getSupportedMethods();
    refused
        .getBody()
        .setDetail(
            "this path takes no %s, but %s"
                .formatted(
                    refused.getMethod(), taken == null ? "others" : String.join(", ", taken)));
    return super.handleHttpRequestMethodNotSupported(refused, headers, status, request);
  }

  /** What Spring refuses by itself has a code as well. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception refused,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ResponseEntity<Object> answer =
        super.handleExceptionInternal(refused, body, headers, status, request);
    if (answer != null && answer.getBody() instanceof ProblemDetail problem) {
      problem.setProperty("code", code(status));
    }
    return answer;
  }

  static String code(HttpStatusCode status) {
    HttpStatus known = HttpStatus.resolve(status.value());
    return known == null
        ? String.valueOf(status.value())
        : known.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidRequest invalid) {
    ProblemDetail problem =
        problem(HttpStatus.BAD_REQUEST, "invalid-request", invalid.getMessage());
    problem.setProperty("errors", invalid.errors());
    return ResponseEntity.badRequest().body(problem);
  }

  /** A net below the checks of requests: what they let pass, the store may still refuse. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> notStorable(InvalidAppend refused) {
    return invalid(new InvalidRequest("", String.valueOf(refused.getMessage())));
  }

  /**
   * A query such as {@code ?q=100%}, which cannot be decoded; or a form, which nobody asked for.
   */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> undecodable(
      InvalidParameterException undecodable, HttpServletRequest request) {
    if (HttpMethod.POST.matches(request.getMethod())) {
      HttpStatus status = HttpStatus.UNSUPPORTED_MEDIA_TYPE;
      return ResponseEntity.status(status)
          .body(problem(status, code(status), "a form is not taken here, but application/json"));
    }
    return invalid(
        new InvalidRequest("", "the query cannot be decoded: " + undecodable.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> known(Problem known) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(known.status());
    if (known.status() == HttpStatus.SERVICE_UNAVAILABLE) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return answer.body(problem(known.status(), known.code(), known.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> reused(CommandIdReused reused) {
    return ResponseEntity.unprocessableContent()
        .body(
            problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused",
                "this Idempotency-Key was used for another request: " + reused.commandId()));
  }

  @ExceptionHandler({WorkflowServiceException.class, StatusRuntimeException.class})
  ResponseEntity<ProblemDetail> temporal(RuntimeException failure) {
    LOG.atWarn().setCause(failure).log("Temporal did not answer a request");
    Status.Code why = Status.fromThrowable(failure).getCode();
    return unavailable(
        "temporal-unavailable",
        "Temporal did not answer (%s); whether this was done is not known: the same request tells,"
                .formatted(why)
            + " with the same Idempotency-Key if it needs one");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> store(StoreUnavailable failure) {
    LOG.atWarn().setCause(failure).log("The event store did not take a request");
    return unavailable("event-store-unavailable", "the event store did not answer; try again");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> outcome(OutcomeUnknown failure) {
    LOG.atWarn().setCause(failure).log("The event store was lost in the middle of a request");
    return unavailable(
        "outcome-unknown",
        "whether this was done is not known; the same request with the same Idempotency-Key tells");
  }

  /** Many others, in other programs as well, were faster at each of many tries. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> outrun(StreamConflict failure) {
    return unavailable(
        "too-many-at-once",
        "too many change the same thing at the same time; nothing was done, try again");
  }

  /** While builds are mixed: the newer one wrote what this one does not know. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> newer(UnknownEvent failure) {
    LOG.atWarn().setCause(failure).log("A request needs a newer build than this");
    return unavailable("newer-build-needed", String.valueOf(failure.getMessage()));
  }

  /** Those of queries: the event store has exceptions of its own. */
  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    BadSqlGrammarException.class
  })
  ResponseEntity<ProblemDetail> readModels(DataAccessException failure) {
    if (failure instanceof BadSqlGrammarException wrong && !isMissing(wrong)) {
      return unknown(failure);
    }
    LOG.atWarn().setCause(failure).log("The read models did not answer");
    return unavailable("read-models-unavailable", "the read models did not answer; try again");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> readModels(CannotCreateTransactionException failure) {
    LOG.atWarn().setCause(failure).log("The read models did not answer");
    return unavailable("read-models-unavailable", "the read models did not answer; try again");
  }

  /** A table or its schema, which the projections create when they start. */
  private static boolean isMissing(BadSqlGrammarException wrong) {
    return wrong.getCause() instanceof SQLException sql
        && ("42P01".equals(sql.getSQLState()) || "3F000".equals(sql.getSQLState()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unknown(Exception unknown) {
    LOG.atError().setCause(unknown).log("A request failed");
    return ResponseEntity.internalServerError()
        .body(
            problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "something went wrong on our side"));
  }

  private static ResponseEntity<ProblemDetail> unavailable(String code, String detail) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .body(problem(HttpStatus.SERVICE_UNAVAILABLE, code, detail));
  }

  static ProblemDetail problem(HttpStatus status, String code, @Nullable String detail) {
    ProblemDetail problem = ProblemDetail.forStatus(status);
    problem.setDetail(detail);
    problem.setProperty("code", code);
    return problem;
  }
}
