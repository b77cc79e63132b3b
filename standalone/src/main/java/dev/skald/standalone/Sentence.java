package dev.skald.standalone;

import dev.skald.stack.ServerFailed;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.convert.ConversionException;

/** What to tell somebody at the terminal about a start that failed. */
final class Sentence {

  private Sentence() {}

  static String of(Throwable failure) {
    List<Throwable> chain = Stream.iterate(failure, e -> e != null, Throwable::getCause).toList();
    for (Throwable each : chain) {
      if (each instanceof ServerFailed failed) {
        return failed.getMessage() + "";
      }
    }
    boolean wrongType = chain.stream().anyMatch(ConversionException.class::isInstance);
    Throwable root = chain.getLast();
    if (wrongType) {
      return chain.stream()
          .filter(BindException.class::isInstance)
          .reduce((_, inner) -> inner)
          .map(inner -> wrongType((BindException) inner))
          .orElseGet(root::toString);
    }
    return root instanceof IllegalArgumentException
        ? root.getMessage() + ""
        : "Skald cannot start: %s. More is in the log, in the data folder.".formatted(root);
  }

  private static String wrongType(BindException failure) {
    Class<?> type = failure.getTarget().getType().resolve(Object.class);
    Object value = failure.getProperty() == null ? "" : failure.getProperty().getValue();
    return "%s is '%s', but must be %s".formatted(failure.getName(), value, inWords(type));
  }

  private static String inWords(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long", "short", "Short" -> "a whole number";
      case "boolean", "Boolean" -> "true or false";
      case "Duration" -> "a duration such as 500ms, 10s or 5m";
      default -> "a " + type.getSimpleName();
    };
  }
}
