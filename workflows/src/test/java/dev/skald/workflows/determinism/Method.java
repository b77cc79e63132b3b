package dev.skald.workflows.determinism;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.LineNumber;
import java.lang.reflect.AccessFlag;

/** A method of ours. */
record Method(ClassModel owner, MethodModel model) {

  String ownerName() {
    return Classes.name(owner);
  }

  String name() {
    return model.methodName().stringValue();
  }

  String signature() {
    return name() + model.methodType().stringValue();
  }

  /** Tells it apart from all others. */
  String key() {
    return ownerName() + "." + signature();
  }

  boolean isStatic() {
    return model.flags().has(AccessFlag.STATIC);
  }

  boolean isSynchronized() {
    return model.flags().has(AccessFlag.SYNCHRONIZED);
  }

  int firstLine() {
    return model
        .code()
        .flatMap(code -> code.elementStream().filter(LineNumber.class::isInstance).findFirst())
        .map(element -> ((LineNumber) element).line())
        .orElse(0);
  }

  boolean isInitializer() {
    return name().equals("<clinit>");
  }

  /** For people: the class without its package. */
  String shortName() {
    String owner = ownerName();
    return owner.substring(owner.lastIndexOf('.') + 1) + "." + name();
  }

  /** As a line of a stack trace. */
  String at(int line) {
    String file =
        owner
            .findAttribute(Attributes.sourceFile())
            .map(SourceFileAttribute::sourceFile)
            .map(Object::toString)
            .orElse("?");
    return "%s.%s(%s:%d)".formatted(ownerName(), name(), file, line);
  }
}
