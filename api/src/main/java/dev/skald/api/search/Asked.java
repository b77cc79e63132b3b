package dev.skald.api.search;

import dev.skald.api.InvalidRequest;
import dev.skald.projections.content.ContentView;
import dev.skald.projections.orders.OrderView;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.search.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of a search: what is wrong is said with the value and with what is right. */
final class Asked {

  static final String SEARCH = "search";

  private Asked() {}

  static String text(@Nullable String q) {
    if (q == null) {
      throw new InvalidRequest("q", "must say what to search for, such as q=film");
    }
    return q;
  }

  /** All of them where nothing is said. */
  static Set<Kind> kinds(@Nullable String in) {
    if (in == null) {
      return EnumSet.allOf(Kind.class);
    }
    return Arrays.stream(in.split(",", -1))
        .map(text -> kind(text.strip()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
  }

  private static Kind kind(String text) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "in",
                    "'%s' must be one or more of %s, with commas between"
                        .formatted(
                            text,
                            Arrays.stream(Kind.values())
                                .map(Kind::text)
                                .collect(Collectors.joining(", ")))));
  }

  static @Nullable String status(@Nullable String status, Set<Kind> kinds) {
    List<String> known =
        kinds.stream().flatMap(Asked::statuses).map(Enum::name).distinct().sorted().toList();
    if (status != null && !known.contains(status)) {
      throw new InvalidRequest(
          "status", "'%s' must be one of %s".formatted(status, String.join(", ", known)));
    }
    return status;
  }

  private static Stream<Enum<?>> statuses(Kind kind) {
    return switch (kind) {
      case ORDERS -> Arrays.stream(OrderView.Status.values());
      case CONTENT -> Arrays.stream(ContentView.Status.values());
      case SAGAS -> Arrays.stream(SagaView.Status.values());
    };
  }

  /** Whatever has a part in what is shown. */
  static Set<String> projections(Set<Kind> kinds) {
    return Stream.concat(
            Stream.of(SEARCH),
            kinds.stream()
                .flatMap(
                    kind ->
                        switch (kind) {
                          case ORDERS -> Stream.of("orders", "shipments");
                          case CONTENT -> Stream.of("content");
                          case SAGAS -> Stream.of("sagas");
                        }))
        .collect(Collectors.toSet());
  }

  /** A wrong value is the caller's mistake and not ours. */
  static <T> T checked(String field, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest(field, String.valueOf(e.getMessage()));
    }
  }
}
