package dev.skald.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The rules that the modules and packages keep to. */
final class Architecture {

  private static final String BASE = "dev.skald.";

  /** What a module may use directly; it may then use what those use as well. */
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "domain", List.of(),
          "eventstore", List.of(),
          "stack", List.of(),
          "workflows", List.of("domain"),
          "activities", List.of("domain", "eventstore", "workflows"),
          "projections", List.of("domain", "eventstore"),
          "worker", List.of("activities", "workflows", "projections"),
          "api", List.of("activities", "workflows", "projections"),
          "standalone", List.of("worker", "api", "stack"),
          "bench", List.of("workflows", "projections", "stack"));

  /** Shared by all contexts: what is recorded of a run, the step contracts, the engine. */
  private static final Set<String> PUBLIC =
      Set.of(BASE + "domain.sagas", BASE + "workflows.steps", BASE + "workflows.engine");

  private Architecture() {}

  static Set<String> modules() {
    return ARROWS.keySet();
  }

  static List<ArchRule> rules(JavaClasses all) {
    List<ArchRule> rules = new ArrayList<>(modules().stream().map(Architecture::arrowsOf).toList());
    rules.add(domain_knows_only_the_jdk());
    rules.add(eventstore_does_not_know_temporal());
    rules.add(workflows_know_neither_spring_nor_sql());
    rules.add(workflows_know_no_clock_no_random_no_threads());
    rules.add(contexts_and_sagas_keep_to_themselves(all));
    rules.add(packages_are_null_marked());
    rules.add(no_cycles_between_packages());
    rules.add(names_say_something());
    rules.add(nobody_sleeps());
    return rules;
  }

  static ArchRule arrowsOf(String module) {
    String[] allowed =
        reachable(module, new LinkedHashSet<>()).stream()
            .map(to -> BASE + to + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(BASE + module + "..")
        .should(
            dependOnClassesThat(
                resideInAPackage("dev.skald..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)))
                    .as("are outside of %s", Arrays.toString(allowed))))
        .allowEmptyShould(true);
  }

  private static Set<String> reachable(String module, Set<String> seen) {
    if (seen.add(module)) {
      ARROWS.getOrDefault(module, List.of()).forEach(to -> reachable(to, seen));
    }
    return seen;
  }

  static ArchRule domain_knows_only_the_jdk() {
    return classes()
        .that()
        .resideInAPackage(BASE + "domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(BASE + "domain..", "java..", "org.jspecify.annotations..");
  }

  static ArchRule eventstore_does_not_know_temporal() {
    return noClasses()
        .that()
        .resideInAPackage(BASE + "eventstore..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.temporal..");
  }

  static ArchRule workflows_know_neither_spring_nor_sql() {
    return noClasses()
        .that()
        .resideInAPackage(BASE + "workflows..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "java.sql..",
            "javax.sql..",
            "org.postgresql..",
            "org.apache.kafka..")
        .allowEmptyShould(true);
  }

  /** Within one run everything must come out the same when it is replayed. */
  static ArchRule workflows_know_no_clock_no_random_no_threads() {
    DescribedPredicate<JavaClass> forbidden =
        assignableTo(Thread.class)
            .or(assignableTo(Executor.class))
            .or(assignableTo(Executors.class))
            .or(assignableTo(CompletableFuture.class))
            .or(assignableTo(Timer.class))
            .or(assignableTo(Random.class))
            .or(assignableTo(java.time.Clock.class))
            .or(resideInAPackage("java.util.concurrent.locks.."));
    DescribedPredicate<JavaAccess<?>> call =
        targetOwner(resideInAPackage("java.."))
            .and(
                target(
                        nameMatching(
                            "currentTimeMillis|nanoTime|randomUUID|parallelStream|parallel|random"))
                    .or(target(nameMatching("now"))));
    return noClasses()
        .that()
        .resideInAPackage(BASE + "workflows..")
        .should(dependOnClassesThat(forbidden.as("are clocks, random numbers or threads")))
        .orShould()
        .accessTargetWhere(call.as("it reads a clock, random numbers or runs in parallel"))
        .allowEmptyShould(true);
  }

  /**
   * Waiting is for a condition. Only what tries again something outside of this process may pause,
   * and says so by the name of the method.
   */
  static ArchRule nobody_sleeps() {
    DescribedPredicate<JavaAccess<?>> sleep =
        target(nameMatching("sleep"))
            .and(targetOwner(assignableTo(Thread.class).or(assignableTo(TimeUnit.class))));
    DescribedPredicate<JavaAccess<?>> pause =
        describe(
            "in a pause between two tries",
            access ->
                access.getOrigin().getName().equals("pause")
                    && access
                        .getOriginOwner()
                        .getPackageName()
                        .matches("dev\\.skald\\.(eventstore|stack)\\b.*"));
    return noClasses()
        .should()
        .accessTargetWhere(sleep.and(DescribedPredicate.not(pause)).as("it sleeps"));
  }

  static ArchRule names_say_something() {
    return noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|DTO)(\\$.*)?")
        .orShould()
        .resideInAnyPackage("..impl..", "..util..", "..common..", "..service..", "..dto..");
  }

  static ArchRule no_cycles_between_packages() {
    return slices().matching(BASE + "(*).(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  static ArchRule packages_are_null_marked() {
    return classes().that().resideInAPackage("dev.skald..").should(LIVE_IN_A_NULL_MARKED_PACKAGE);
  }

  private static final ArchCondition<JavaClass> LIVE_IN_A_NULL_MARKED_PACKAGE =
      new ArchCondition<>("live in a package that is @NullMarked") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          boolean marked =
              type.getPackage()
                  .tryGetPackageInfo()
                  .map(info -> info.isAnnotatedWith(NullMarked.class))
                  .orElse(false);
          if (!marked) {
            events.add(
                SimpleConditionEvent.violated(
                    type, type.getPackageName() + " has no package-info with @NullMarked"));
          }
        }
      };

  /** Contexts are the packages of domain, sagas those of workflows; both keep to themselves. */
  static ArchRule contexts_and_sagas_keep_to_themselves(JavaClasses all) {
    Set<String> names =
        all.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.matches("dev\\.skald\\.(domain|workflows)\\.\\w+.*"))
            .filter(name -> !PUBLIC.contains(name))
            .map(Architecture::subject)
            .collect(Collectors.toSet());
    return classes()
        .that(describe("belong to a context or a saga", type -> names.contains(subjectOf(type))))
        .should(
            new ArchCondition<>("use no other context and no other saga") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                    .filter(to -> names.contains(subjectOf(to.getTargetClass())))
                    .filter(to -> crosses(type, to.getTargetClass()))
                    .forEach(
                        to -> events.add(SimpleConditionEvent.violated(type, to.getDescription())));
              }
            });
  }

  /** A saga speaks to its steps in the values of their contexts, which live in domain. */
  private static boolean crosses(JavaClass from, JavaClass to) {
    boolean sagaSpeaks =
        from.getPackageName().startsWith(BASE + "workflows.")
            && to.getPackageName().startsWith(BASE + "domain.");
    return !subjectOf(from).equals(subjectOf(to))
        && !PUBLIC.contains(to.getPackageName())
        && !sagaSpeaks;
  }

  private static String subjectOf(JavaClass type) {
    return subject(type.getPackageName());
  }

  /** The part of a package name behind that of its module, or nothing. */
  private static String subject(String packageName) {
    String[] parts = packageName.split("\\.", -1);
    return packageName.startsWith(BASE) && parts.length > 3 ? parts[3] : "";
  }
}
