package dev.skald.workflows.determinism;

import java.util.List;

/** What looks like a sin and is none. */
final class Virtues {

  static final String MEMBERS =
      """
      static final Map<Colour, Integer> PRICES =
          Stream.of(Colour.values()).collect(Collectors.toUnmodifiableMap(x -> x, x -> 1));
      static final List<Colour> COLOURS = List.of(Colour.RED, Colour.GREEN);
      record Pair(Object left, Object right) {}
      static class Own { int count; void add() { count++; } }
      """;

  static final List<String> ALL =
      List.of(
          "use(Instant.ofEpochMilli(Workflow.currentTimeMillis()).plus(Duration.ofDays(1)));",
          "use(Workflow.randomUUID()); use(Workflow.newRandom().nextInt());",
          "Workflow.getLogger(Story.class).info(\"a\");",
          "Workflow.sleep(Duration.ofSeconds(1)); Workflow.await(() -> true);",
          "if (Set.of(\"a\", \"b\").contains(\"a\")) { use(PRICES.get(Colour.RED)); }",
          "for (String n : Set.of(\"a\")) { use(n); }",
          "Set<String> s = new HashSet<>(); s.add(\"a\"); use(s.size());",
          "for (String n : new LinkedHashSet<>(List.of(\"a\", \"b\"))) { use(n); }",
          "for (String n : new TreeSet<>(Set.of(\"a\", \"b\"))) { use(n); }",
          "use(Set.of(\"a\", \"b\").stream().sorted().toList());",
          "use(Set.of(\"a\", \"b\").stream().map(x -> x).anyMatch(\"a\"::equals));",
          "use(Set.of(\"a\", \"b\").stream().collect(Collectors.toSet()));",
          "Map<String, String> m = new LinkedHashMap<>(); m.forEach((k, v) -> use(k));",
          "EnumMap<Colour, Integer> m = new EnumMap<>(PRICES); m.values().forEach(Story::use);",
          "Object o = new Pair(1, 2); if (o instanceof Pair(Object l, Object r)) { use(l); }",
          "switch (Colour.valueOf(\"RED\")) { case RED -> use(1); case GREEN -> use(2); }",
          "for (Colour c : COLOURS) { use(c + \" is %d\".formatted(PRICES.get(c))); }",
          "Own own = new Own(); own.add(); use(new int[] {own.count}[0]);",
          "try { Integer.parseInt(\"a\"); } catch (NumberFormatException e) { use(e.getMessage()); }",
          "use(new java.math.BigDecimal(\"1.0\").toString().toLowerCase(Locale.ROOT));",
          "use(java.net.URI.create(\"a:b\")); use(UUID.nameUUIDFromBytes(\"a\".getBytes()));");

  private Virtues() {}
}
