package dev.skald.workflows.determinism;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.reflect.AccessFlag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says what is wrong with something that a method uses. */
final class Judge {

  private static final Set<String> BROAD =
      Set.of("java.lang.Exception", "java.lang.RuntimeException", "java.lang.Error");

  private final Classes classes;
  private final Facts facts;
  private final String shared;

  /**
   * @param shared the type whose objects all runs share, so that their fields are as good as static
   */
  Judge(Classes classes, Facts facts, String shared) {
    this.classes = classes;
    this.facts = facts;
    this.shared = shared;
  }

  Set<String> wrongWith(Method method, Use use) {
    return new LinkedHashSet<>(
        switch (use) {
          case Use.Call call -> ofCall(call);
          case Use.Read read -> ofRead(method, read).stream().toList();
          case Use.Write write -> ofWrite(method, write).stream().toList();
          case Use.Mention mention -> ofMention(mention).stream().toList();
          case Use.Lock _ -> List.of("synchronized: uses threads, which workflows do not have");
          case Use.Catch caught -> ofCatch(caught).stream().toList();
          case Use.Bootstrap bootstrap -> List.of(bootstrap.by() + ": makes up code when it runs");
          case Use.Return _ -> List.of();
        });
  }

  private List<String> ofCall(Use.Call call) {
    if (!classes.isOurs(call.owner())) {
      return Stream.concat(
              Forbidden.why(call.readable(call.owner())).stream(), Order.why(call).stream())
          .map(why -> call.owner() + "." + call.name() + ": " + why)
          .toList();
    }
    if (classes.resolve(call.owner(), call.signature()).isPresent()) {
      return List.of();
    }
    return classes.foreignAncestors(call.owner()).stream()
        .flatMap(
            above ->
                Forbidden.why(call.readable(above)).stream()
                    .map(why -> above + "." + call.name() + ": " + why))
        .toList();
  }

  private Optional<String> ofMention(Use.Mention mention) {
    return classes.isOurs(mention.type())
        ? Optional.empty()
        : Forbidden.whyNamed(mention.type()).map(why -> mention.type() + ": " + why);
  }

  private Optional<String> ofRead(Method method, Use.Read read) {
    String member = read.owner() + "." + read.field();
    if (!classes.isOurs(read.owner())) {
      return read.isStatic()
          ? Forbidden.why(member).map(why -> member + ": " + why)
          : Optional.empty();
    }
    return field(read.owner(), read.field())
        .filter(field -> isShared(read.owner(), read.isStatic()) && !isInit(method, read.owner()))
        .filter(field -> !field.flags().has(AccessFlag.FINAL) || canChange(read.owner(), field))
        .map(_ -> member + ": can change, and all runs of this JVM share it");
  }

  private Optional<String> ofWrite(Method method, Use.Write write) {
    return isShared(write.owner(), write.isStatic()) && !isInit(method, write.owner())
        ? Optional.of(
            "%s.%s: is written, and all runs of this JVM share it"
                .formatted(write.owner(), write.field()))
        : Optional.empty();
  }

  private boolean isShared(String owner, boolean isStatic) {
    return isStatic || owner.equals(shared) || classes.ancestors(owner).contains(shared);
  }

  private static boolean isInit(Method method, String owner) {
    return method.ownerName().equals(owner)
        && (method.isInitializer() || method.name().equals("<init>"));
  }

  private Optional<FieldModel> field(String owner, String name) {
    return Optional.ofNullable(classes.find(owner)).stream()
        .map(ClassModel::fields)
        .flatMap(List::stream)
        .filter(field -> field.fieldName().stringValue().equals(name))
        .filter(field -> !field.flags().has(AccessFlag.SYNTHETIC))
        .findFirst();
  }

  /** Whether the object in a final field can change, as far as can be told. */
  private boolean canChange(String owner, FieldModel field) {
    Kind declared = Made.object(field.fieldTypeSymbol());
    String type = field.fieldType().stringValue();
    return declared.or(facts.field(owner, field.fieldName().stringValue())).isMutable()
        || (type.startsWith("L") && hasState(Classes.name(type.substring(1, type.length() - 1))));
  }

  /** An object of ours with a field that is not final. */
  private boolean hasState(String type) {
    ClassModel model = classes.find(type);
    return model != null
        && model.fields().stream()
            .anyMatch(
                field ->
                    !field.flags().has(AccessFlag.FINAL) && !field.flags().has(AccessFlag.STATIC));
  }

  private static Optional<String> ofCatch(Use.Catch caught) {
    return BROAD.contains(caught.type())
        ? Optional.of(
            "catch %s: a bug, or the end of the worker, would go on as if it were business; name what is expected"
                .formatted(caught.type().substring("java.lang.".length())))
        : Optional.empty();
  }
}
