package dev.skald.workflows.determinism;

import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Local variables and operand stack of a method at one instruction; wide values take two places.
 */
final class Operands {

  private final Map<Integer, Kind> locals;
  private final List<Kind> stack;

  Operands() {
    this(new HashMap<>(), new ArrayList<>());
  }

  private Operands(Map<Integer, Kind> locals, List<Kind> stack) {
    this.locals = locals;
    this.stack = stack;
  }

  Operands copy() {
    return new Operands(new HashMap<>(locals), new ArrayList<>(stack));
  }

  /** The same variables with nothing but one unknown on the stack: how a handler begins. */
  Operands handling() {
    return new Operands(new HashMap<>(locals), new ArrayList<>(List.of(Kind.UNKNOWN)));
  }

  Operands withEmptyStack() {
    return new Operands(new HashMap<>(locals), new ArrayList<>());
  }

  Operands or(Operands other) {
    Operands both = copy();
    other.locals.forEach((slot, kind) -> both.locals.merge(slot, kind, Kind::or));
    for (int i = 0; i < Math.min(stack.size(), other.stack.size()); i++) {
      both.stack.set(i, stack.get(i).or(other.stack.get(i)));
    }
    return both;
  }

  Kind local(int slot) {
    return locals.getOrDefault(slot, Kind.UNKNOWN);
  }

  void store(int slot, Kind kind) {
    locals.put(slot, kind);
  }

  void push(Kind kind, int size) {
    for (int i = 0; i < size; i++) {
      stack.add(kind);
    }
  }

  Kind pop(int size) {
    Kind last = Kind.UNKNOWN;
    for (int i = 0; i < size; i++) {
      last = stack.removeLast();
    }
    return last;
  }

  /** The instructions that only move what is on the stack. */
  void shuffle(Opcode opcode) {
    switch (opcode) {
      case POP -> pop(1);
      case POP2 -> pop(2);
      case DUP -> duplicate(1, 0);
      case DUP_X1 -> duplicate(1, 1);
      case DUP_X2 -> duplicate(1, 2);
      case DUP2 -> duplicate(2, 0);
      case DUP2_X1 -> duplicate(2, 1);
      case DUP2_X2 -> duplicate(2, 2);
      case SWAP -> stack.add(stack.size() - 1, stack.removeLast());
      default -> throw new IllegalArgumentException(opcode + " does not move the stack");
    }
  }

  private void duplicate(int places, int below) {
    List<Kind> top = List.copyOf(stack.subList(stack.size() - places, stack.size()));
    stack.addAll(stack.size() - places - below, top);
  }
}
