package dev.skald.workflows.determinism;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Calls, and what they take from the stack. */
final class Calls {

  private Calls() {}

  static Use.Call of(InvokeInstruction invoke, int line, Operands at) {
    boolean isStatic = invoke.opcode() == Opcode.INVOKESTATIC;
    return new Use.Call(
        line,
        Classes.name(invoke.owner().asInternalName()),
        invoke.name().stringValue(),
        invoke.typeSymbol(),
        isStatic || invoke.opcode() == Opcode.INVOKESPECIAL,
        isStatic,
        pop(invoke.typeSymbol(), isStatic, at));
  }

  /** A reference to a method, as lambdas are as well. */
  static Use.Call reference(DirectMethodHandleDesc handle, int line, List<Kind> captured) {
    DirectMethodHandleDesc.Kind kind = handle.kind();
    boolean isStatic =
        switch (kind) {
          case STATIC, INTERFACE_STATIC, CONSTRUCTOR -> true;
          default -> false;
        };
    boolean isVirtual =
        switch (kind) {
          case VIRTUAL, INTERFACE_VIRTUAL -> true;
          default -> false;
        };
    return new Use.Call(
        line,
        Classes.name(internal(handle.owner())),
        kind == DirectMethodHandleDesc.Kind.CONSTRUCTOR ? "<init>" : handle.methodName(),
        MethodTypeDesc.ofDescriptor(handle.lookupDescriptor()),
        !isVirtual,
        isStatic,
        captured);
  }

  static List<Kind> pop(MethodTypeDesc type, boolean isStatic, Operands at) {
    List<Kind> values = new ArrayList<>();
    for (ClassDesc parameter : type.parameterList().reversed()) {
      values.add(at.pop(TypeKind.from(parameter).slotSize()));
    }
    if (!isStatic) {
      values.add(at.pop(1));
    }
    Collections.reverse(values);
    return values;
  }

  static String internal(ClassDesc type) {
    String descriptor = type.descriptorString();
    return type.isClassOrInterface()
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }
}
