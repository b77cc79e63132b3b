package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our classes keep to every rule, and every rule finds the class that breaks it. */
class ModuleArrowsTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.skald");

  @TempDir Path folder;

  static Stream<ArchRule> rules() {
    return Architecture.rules(OURS).stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void our_classes_keep_to(ArchRule rule) {
    rule.check(OURS);
  }

  @Test
  void our_tests_do_not_sleep_either() {
    Architecture.nobody_sleeps().check(tests());
  }

  @ParameterizedTest
  @CsvSource({
    "domain, eventstore",
    "domain, workflows",
    "eventstore, domain",
    "eventstore, stack",
    "stack, eventstore",
    "workflows, eventstore",
    "workflows, activities",
    "activities, projections",
    "activities, stack",
    "projections, workflows",
    "projections, activities",
    "worker, api",
    "worker, stack",
    "worker, standalone",
    "api, worker",
    "api, stack",
    "eventstore, bench",
    "standalone, bench"
  })
  void an_arrow_the_other_way_is_found(String from, String to) {
    breaks(
        Architecture.arrowsOf(from),
        "package dev.skald.%s; public class Above {}".formatted(to),
        "package dev.skald.%s; class Below { dev.skald.%s.Above above; }".formatted(from, to));
  }

  @Test
  void a_new_module_needs_arrows_of_its_own() {
    assertThat(OURS.stream().map(type -> type.getPackageName().split("\\.", -1)[2]))
        .isSubsetOf(Architecture.modules());
  }

  @Test
  void a_library_in_domain_is_found() {
    breaks(
        Architecture.domain_knows_only_the_jdk(),
        "package dev.skald.domain; class Logging { org.slf4j.Logger log; }");
  }

  @Test
  void temporal_in_eventstore_is_found() {
    breaks(
        Architecture.eventstore_does_not_know_temporal(),
        "package dev.skald.eventstore; class Aware { io.temporal.workflow.Promise<String> p; }");
  }

  @ParameterizedTest
  @CsvSource({"org.springframework.core.Ordered", "java.sql.Connection", "javax.sql.DataSource"})
  void a_framework_in_workflows_is_found(String type) {
    breaks(
        Architecture.workflows_know_neither_spring_nor_sql(),
        "package dev.skald.workflows; class Aware { %s it; }".formatted(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "System.currentTimeMillis()",
        "System.nanoTime()",
        "java.time.Instant.now()",
        "java.time.LocalDate.now()",
        "java.time.Clock.systemUTC()",
        "java.util.UUID.randomUUID()",
        "Math.random()",
        "new java.util.Random(1)",
        "java.util.concurrent.ThreadLocalRandom.current()",
        "new java.security.SecureRandom()",
        "Thread.currentThread()",
        "new Thread(() -> {})",
        "java.util.concurrent.Executors.newCachedThreadPool()",
        "java.util.concurrent.CompletableFuture.runAsync(() -> {})",
        "java.util.List.of(1).parallelStream()",
        "new java.util.concurrent.locks.ReentrantLock()"
      })
  void what_cannot_be_replayed_is_found(String expression) {
    breaks(
        Architecture.workflows_know_no_clock_no_random_no_threads(),
        "package dev.skald.workflows.story; class Story { Object run() { return %s; } }"
            .formatted(expression));
  }

  @ParameterizedTest
  @CsvSource({
    "dev.skald.domain.accounts, dev.skald.domain.payments",
    "dev.skald.activities.accounts, dev.skald.domain.payments",
    "dev.skald.projections.accounts, dev.skald.projections.payments",
    "dev.skald.workflows.transfer, dev.skald.workflows.order"
  })
  void a_use_of_another_context_is_found(String from, String to) {
    JavaClasses crossing =
        Compiled.from(
            folder,
            "package dev.skald.domain.accounts; class Known {}",
            "package dev.skald.domain.payments; class Known {}",
            "package %s; public class Theirs {}".formatted(to),
            "package %s; class Ours { %s.Theirs theirs; }".formatted(from, to));
    assertBroken(Architecture.contexts_and_sagas_keep_to_themselves(crossing), crossing);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.skald.activities.accounts, dev.skald.domain.accounts",
    "dev.skald.activities.accounts, dev.skald.domain.sagas",
    "dev.skald.activities.accounts, dev.skald.workflows.steps",
    "dev.skald.workflows.transfer, dev.skald.workflows.engine",
    "dev.skald.workflows.transfer, dev.skald.domain.accounts"
  })
  void contexts_and_sagas_may_use_what_is_public(String from, String to) {
    JavaClasses allowed =
        Compiled.from(
            folder,
            "package dev.skald.domain.accounts; class Known {}",
            "package %s; public class Theirs {}".formatted(to),
            "package %s; class Ours { %s.Theirs theirs; }".formatted(from, to));

    Architecture.contexts_and_sagas_keep_to_themselves(allowed).check(allowed);
  }

  @Test
  void a_package_without_null_marked_is_found() {
    breaks(Architecture.packages_are_null_marked(), "package dev.skald.api; class Bare {}");
    breaks(
        Architecture.packages_are_null_marked(),
        "@Deprecated package dev.skald.domain;",
        "package dev.skald.domain; class Bare {}");
  }

  @Test
  void a_cycle_is_found() {
    breaks(
        Architecture.no_cycles_between_packages(),
        "package dev.skald.domain.hen; public class Hen { dev.skald.domain.egg.Egg egg; }",
        "package dev.skald.domain.egg; public class Egg { dev.skald.domain.hen.Hen hen; }");
  }

  @ParameterizedTest
  @CsvSource({
    "dev.skald.api, StoreImpl",
    "dev.skald.api, StoreManager",
    "dev.skald.api, StoreHelper",
    "dev.skald.api, StoreUtil",
    "dev.skald.api, StoreUtils",
    "dev.skald.api, StoreDto",
    "dev.skald.api.util, Store"
  })
  void an_empty_name_is_found(String packageName, String name) {
    breaks(
        Architecture.names_say_something(), "package %s; class %s {}".formatted(packageName, name));
  }

  @ParameterizedTest
  @CsvSource({
    "api, run, Thread.sleep(1)",
    "api, pause, Thread.sleep(1)",
    "stack, run, java.util.concurrent.TimeUnit.SECONDS.sleep(1)",
  })
  void sleep_is_found(String module, String method, String call) {
    breaks(
        Architecture.nobody_sleeps(),
        "package dev.skald.%s; class Idle { void %s() throws Exception { %s; } }"
            .formatted(module, method, call));
  }

  private static JavaClasses tests() {
    Path root = Path.of(System.getProperty("skald.root", ".."));
    List<Path> folders =
        Architecture.modules().stream()
            .map(module -> root.resolve(module).resolve("target/test-classes"))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter().importPaths(folders);
  }

  private void breaks(ArchRule rule, String... sources) {
    assertBroken(rule, Compiled.from(folder, sources));
  }

  private static void assertBroken(ArchRule rule, JavaClasses classes) {
    assertThat(rule.evaluate(classes).hasViolation()).as(rule.getDescription()).isTrue();
  }
}
