package dev.skald.workflows.determinism;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What workflow code may use of the JDK and of libraries. Whatever is not on the list of what is
 * allowed is forbidden; the reasons tell people what to do instead.
 */
final class Forbidden {

  /** Members, written like {@code java.util.Date.<init>()}; a star stands for anything. */
  private record Rule(String reason, List<Pattern> members) {

    static Rule of(String reason, String... members) {
      return new Rule(reason, Stream.of(members).map(Forbidden::pattern).toList());
    }

    boolean covers(String member) {
      return members.stream().anyMatch(pattern -> pattern.matcher(member).matches());
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "reads a clock; a workflow's is Workflow.currentTimeMillis()",
              "java.lang.System.currentTimeMillis(*",
              "java.lang.System.nanoTime(*",
              "java.time.*.now(*",
              "java.time.Clock.*",
              "java.time.InstantSource.*",
              "java.util.Date.<init>()",
              "java.util.GregorianCalendar.<init>(*",
              "java.util.Calendar.getInstance(*"),
          Rule.of(
              "draws a random number; a workflow's come from Workflow.newRandom() and randomUUID()",
              "java.lang.Math.random(*",
              "java.lang.StrictMath.random(*",
              "java.util.UUID.randomUUID(*",
              "java.util.Random.<init>(*",
              "java.util.SplittableRandom.*",
              "java.util.random.*",
              "java.security.SecureRandom.*",
              "java.util.Collections.shuffle(*"),
          Rule.of(
              "uses threads; a workflow's are Async, Promise and Workflow.await",
              "java.lang.Thread*.*",
              "java.lang.InheritableThreadLocal.*",
              "java.lang.ScopedValue*.*",
              "java.lang.Runtime.*",
              "java.lang.*.wait(*",
              "java.lang.*.notify(*",
              "java.lang.*.notifyAll(*",
              "java.util.Timer*.*",
              "java.util.*.parallel(*",
              "java.util.*.parallelStream(*",
              "java.util.Arrays.parallel*",
              "java.util.concurrent.TimeUnit.sleep(*",
              "java.util.concurrent.TimeUnit.timed*"),
          Rule.of(
              "reads or writes outside of the workflow; that is for steps",
              "java.lang.System.out",
              "java.lang.System.err",
              "java.lang.System.in",
              "java.lang.System.console(*",
              "java.lang.System.exit(*",
              "java.lang.System.load*",
              "java.lang.IO.*",
              "java.lang.Process*.*",
              "java.lang.*.printStackTrace(*",
              "java.util.Scanner.*",
              "java.io.*",
              "java.net.*",
              "java.nio.*",
              "java.sql.*",
              "javax.*"),
          Rule.of(
              "depends on the machine that it runs on",
              "java.lang.System.getenv(*",
              "java.lang.System.getPropert*",
              "java.lang.System.lineSeparator(*",
              "java.lang.Integer.getInteger(*",
              "java.lang.Long.getLong(*",
              "java.lang.Boolean.getBoolean(*",
              "java.lang.String.toLowerCase()",
              "java.lang.String.toUpperCase()",
              "java.util.Locale.getDefault(*",
              "java.util.TimeZone.getDefault(*",
              "java.util.Currency.getInstance(Locale)",
              "java.util.ResourceBundle*.*",
              "java.time.ZoneId.systemDefault(*",
              "java.nio.charset.Charset.defaultCharset(*"),
          Rule.of(
              "differs from one JVM to the next",
              "java.lang.System.identityHashCode(*",
              "java.lang.Object.hashCode(*",
              "java.lang.Enum.hashCode(*",
              "java.lang.ref.*",
              "java.util.IdentityHashMap.*",
              "java.util.WeakHashMap.*"),
          Rule.of(
              "looks at code by reflection, whose answers vary",
              "java.lang.reflect.*",
              "java.lang.invoke.MethodHandles*",
              "java.lang.Class.forName(*",
              "java.lang.Class.get*Methods(*",
              "java.lang.Class.get*Method(*",
              "java.lang.Class.get*Fields(*",
              "java.lang.Class.get*Field(*",
              "java.lang.Class.get*Constructor*(*",
              "java.lang.Class.get*Classes(*",
              "java.lang.Class.get*Annotation*(*",
              "java.lang.Class.getResource*(*",
              "java.lang.Class.getClassLoader(*",
              "java.lang.Class.newInstance(*",
              "java.lang.ClassLoader.*",
              "java.lang.Module*.*",
              "java.lang.StackWalker*.*",
              "java.lang.*.getStackTrace(*",
              "java.util.ServiceLoader*.*"),
          Rule.of(
              "logs on every replay as well; Workflow.getLogger does not",
              "org.slf4j.LoggerFactory.*",
              "org.apache.*",
              "java.util.logging.*",
              "java.lang.System.getLogger(*",
              "java.lang.System$Logger*"),
          Rule.of("belongs to Spring, which workflows do not know", "org.springframework.*"),
          Rule.of(
              "is Temporal's, but not for workflows",
              "io.temporal.activity.Activity.*",
              "io.temporal.workflow.unsafe.*"));

  /** Values and what works on them: nothing that knows where, when or in whom it runs. */
  private static final List<Pattern> ALLOWED =
      Stream.of(
              "java.lang.@",
              "java.lang.annotation.@",
              "java.math.@",
              "java.text.Normalizer*",
              "java.time.*",
              "java.util.@",
              "java.util.concurrent.TimeUnit*",
              "java.util.concurrent.atomic.@",
              "java.util.function.@",
              "java.util.regex.@",
              "java.util.stream.@",
              "java.util.zip.CRC32*",
              "java.security.MessageDigest.*",
              "io.temporal.workflow.@",
              "io.temporal.common.*",
              "io.temporal.failure.@",
              "io.temporal.activity.@",
              "io.temporal.api.*",
              "com.uber.m3.tally.@",
              "org.jspecify.annotations.@",
              "org.slf4j.Logger.*",
              "org.slf4j.event.@")
          .map(Forbidden::pattern)
          .toList();

  /** Values that live in packages of another kind; they are looked at first. */
  private static final List<Pattern> HARMLESS =
      Stream.of(
              "java.io.Serializable*",
              "java.io.IOException*",
              "java.io.UncheckedIOException*",
              "java.net.URI.*",
              "java.net.URISyntaxException*",
              "java.nio.charset.StandardCharsets.*",
              "java.nio.charset.Charset.name()")
          .map(Forbidden::pattern)
          .toList();

  private Forbidden() {}

  /** Why a member of a class that is not ours must not be used, if so. */
  static Optional<String> why(String member) {
    if (covers(HARMLESS, member)) {
      return Optional.empty();
    }
    Optional<String> reason =
        RULES.stream().filter(rule -> rule.covers(member)).map(Rule::reason).findFirst();
    return reason.isPresent() || covers(ALLOWED, member)
        ? reason
        : Optional.of("is not on the list of what workflow code may use");
  }

  /** Why a class that is not ours must not even be named, if so. */
  static Optional<String> whyNamed(String type) {
    return covers(ALLOWED, type + ".") || covers(HARMLESS, type + ".")
        ? Optional.empty()
        : why(type + ".");
  }

  private static boolean covers(List<Pattern> patterns, String member) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(member).matches());
  }

  /** An at sign stands for what is in a package, but not in those below it. */
  private static Pattern pattern(String text) {
    return Pattern.compile(
        ("\\Q" + text + "\\E").replace("*", "\\E.*\\Q").replace("@", "\\E[A-Z][\\w$]*\\..*\\Q"));
  }
}
