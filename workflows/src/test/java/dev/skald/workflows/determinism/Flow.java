package dev.skald.workflows.determinism;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a method once, from top to bottom, and tells what each line uses. Values are
 * followed as far as that shows them: enough to tell how a collection was made that is iterated.
 */
final class Flow {

  /** Answers what is known of what a call of ours returns. */
  interface Answers {
    Kind of(Use.Call call);
  }

  /** What the compiler makes of lambdas, strings, records and switches. */
  private static final Set<String> HARMLESS_BOOTSTRAPS =
      Set.of(
          "java.lang.invoke.LambdaMetafactory",
          "java.lang.invoke.StringConcatFactory",
          "java.lang.runtime.ObjectMethods",
          "java.lang.runtime.SwitchBootstraps",
          "java.lang.runtime.ExactConversionsSupport");

  private final Method method;
  private final Facts facts;
  private final Answers answers;
  private final List<Use> uses = new ArrayList<>();
  private final Map<Label, Operands> atLabels = new HashMap<>();
  private final Map<Label, List<String>> handlers = new HashMap<>();
  private final List<String> entered = new ArrayList<>();
  private @Nullable Operands now;
  private Operands last = new Operands();
  private int line;

  private Flow(Method method, Facts facts, Answers answers) {
    this.method = method;
    this.facts = facts;
    this.answers = answers;
  }

  static List<Use> of(Method method, Facts facts, Answers answers) {
    Flow flow = new Flow(method, facts, answers);
    method.model().code().ifPresent(flow::run);
    return flow.uses;
  }

  private void run(Iterable<CodeElement> code) {
    now = atEntry();
    for (CodeElement element : code) {
      switch (element) {
        case LineNumber number -> line = number.line();
        case ExceptionCatch caught -> catches(caught);
        case LabelTarget target -> arrive(target.label());
        case Instruction instruction -> {
          if (now == null) {
            // Reached only from further down, where the stack is empty.
            now = last.withEmptyStack();
          }
          last = now;
          entered.forEach(type -> uses.add(new Use.Catch(line, type)));
          entered.clear();
          step(instruction, now);
        }
        default -> {}
      }
    }
  }

  private Operands atEntry() {
    Operands entry = new Operands();
    int slot = 0;
    int index = 0;
    if (!method.isStatic()) {
      entry.store(slot++, facts.parameter(method, index++));
    }
    for (ClassDesc parameter : method.model().methodTypeSymbol().parameterList()) {
      entry.store(slot, facts.parameter(method, index++));
      slot += TypeKind.from(parameter).slotSize();
    }
    return entry;
  }

  private void catches(ExceptionCatch caught) {
    List<String> types = handlers.computeIfAbsent(caught.handler(), _ -> new ArrayList<>());
    caught
        .catchType()
        .map(type -> Classes.name(type.asInternalName()))
        .filter(type -> !types.contains(type))
        .ifPresent(types::add);
  }

  private void arrive(Label label) {
    Operands jumped = atLabels.get(label);
    if (jumped != null) {
      now = now == null ? jumped : now.or(jumped);
    } else if (now == null && handlers.containsKey(label)) {
      now = last.handling();
    }
    entered.addAll(handlers.getOrDefault(label, List.of()));
  }

  private void jump(Label label, Operands at) {
    Operands before = atLabels.get(label);
    atLabels.put(label, before == null ? at.copy() : before.or(at));
  }

  private void step(Instruction instruction, Operands at) {
    switch (instruction) {
      case LoadInstruction load -> at.push(at.local(load.slot()), load.typeKind().slotSize());
      case StoreInstruction store -> at.store(store.slot(), at.pop(store.typeKind().slotSize()));
      case StackInstruction stack -> at.shuffle(stack.opcode());
      case ConstantInstruction constant -> constant(constant, at);
      case NewObjectInstruction made -> {
        mention(made.className());
        at.push(Made.object(Classes.name(made.className().asInternalName())), 1);
      }
      case NewPrimitiveArrayInstruction _ -> replace(at, 1, Kind.MUTABLE);
      case NewReferenceArrayInstruction _ -> replace(at, 1, Kind.MUTABLE);
      case NewMultiArrayInstruction array -> replace(at, array.dimensions(), Kind.MUTABLE);
      case ArrayLoadInstruction array -> {
        at.pop(2);
        at.push(Kind.UNKNOWN, array.typeKind().slotSize());
      }
      case ArrayStoreInstruction array -> at.pop(2 + array.typeKind().slotSize());
      case TypeCheckInstruction check -> typeCheck(check, at);
      case ConvertInstruction convert -> {
        at.pop(convert.fromType().slotSize());
        at.push(Kind.UNKNOWN, convert.toType().slotSize());
      }
      case OperatorInstruction operator -> operator(operator.opcode(), operator.typeKind(), at);
      case FieldInstruction field -> field(field, at);
      case InvokeInstruction invoke -> invoke(invoke, at);
      case InvokeDynamicInstruction invoke -> invokeDynamic(invoke, at);
      case MonitorInstruction monitor -> {
        at.pop(1);
        if (monitor.opcode() == Opcode.MONITORENTER) {
          uses.add(new Use.Lock(line));
        }
      }
      case BranchInstruction branch -> branch(branch, at);
      case LookupSwitchInstruction choice -> choose(choice.cases(), choice.defaultTarget(), at);
      case TableSwitchInstruction choice -> choose(choice.cases(), choice.defaultTarget(), at);
      case ReturnInstruction end -> {
        uses.add(new Use.Return(line, at.pop(end.typeKind().slotSize())));
        now = null;
      }
      case ThrowInstruction _ -> now = null;
      default -> {}
    }
  }

  private static void replace(Operands at, int places, Kind kind) {
    at.pop(places);
    at.push(kind, 1);
  }

  private void constant(ConstantInstruction constant, Operands at) {
    if (constant instanceof ConstantInstruction.LoadConstantInstruction load
        && load.constantEntry() instanceof ClassEntry type) {
      mention(type);
    }
    at.push(Kind.UNKNOWN, constant.typeKind().slotSize());
  }

  private void mention(ClassEntry type) {
    uses.add(new Use.Mention(line, Classes.name(type.asInternalName())));
  }

  private void typeCheck(TypeCheckInstruction check, Operands at) {
    if (check.opcode() == Opcode.CHECKCAST) {
      mention(check.type());
    } else {
      replace(at, 1, Kind.UNKNOWN);
    }
  }

  private static void operator(Opcode opcode, TypeKind type, Operands at) {
    switch (opcode) {
      case INEG, LNEG, FNEG, DNEG -> {}
      case ARRAYLENGTH -> replace(at, 1, Kind.UNKNOWN);
      case LCMP, DCMPG, DCMPL -> replace(at, 4, Kind.UNKNOWN);
      case FCMPG, FCMPL -> replace(at, 2, Kind.UNKNOWN);
      case LSHL, LSHR, LUSHR -> at.pop(1);
      default -> at.pop(type.slotSize());
    }
  }

  private void field(FieldInstruction field, Operands at) {
    String owner = Classes.name(field.owner().asInternalName());
    String name = field.name().stringValue();
    boolean isStatic = field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.PUTSTATIC;
    int size = TypeKind.from(field.typeSymbol()).slotSize();
    if (field.opcode() == Opcode.PUTSTATIC || field.opcode() == Opcode.PUTFIELD) {
      Kind value = at.pop(size);
      uses.add(new Use.Write(line, owner, name, isStatic, value));
      at.pop(isStatic ? 0 : 1);
    } else {
      at.pop(isStatic ? 0 : 1);
      uses.add(new Use.Read(line, owner, name, isStatic));
      at.push(facts.field(owner, name), size);
    }
  }

  private void invoke(InvokeInstruction invoke, Operands at) {
    Use.Call call = Calls.of(invoke, line, at);
    uses.add(call);
    at.push(answers.of(call), TypeKind.from(call.type().returnType()).slotSize());
  }

  /** A lambda counts as called where it is made. */
  private void invokeDynamic(InvokeDynamicInstruction invoke, Operands at) {
    List<Kind> captured = Calls.pop(invoke.typeSymbol(), true, at);
    String by = Classes.name(Calls.internal(invoke.bootstrapMethod().owner()));
    if (!HARMLESS_BOOTSTRAPS.contains(by)) {
      uses.add(new Use.Bootstrap(line, by));
    }
    if (by.endsWith("StringConcatFactory")) {
      uses.add(
          new Use.Call(
              line, "java.lang.String", "valueOf", invoke.typeSymbol(), true, true, captured));
    }
    for (ConstantDesc argument : invoke.bootstrapArgs()) {
      if (by.endsWith("LambdaMetafactory") && argument instanceof DirectMethodHandleDesc handle) {
        Use.Call reference = Calls.reference(handle, line, captured);
        uses.add(new Use.Mention(line, reference.owner()));
        uses.add(reference);
      }
    }
    at.push(Kind.UNKNOWN, TypeKind.from(invoke.typeSymbol().returnType()).slotSize());
  }

  private void branch(BranchInstruction branch, Operands at) {
    at.pop(
        switch (branch.opcode()) {
          case GOTO, GOTO_W -> 0;
          case IF_ICMPEQ,
              IF_ICMPNE,
              IF_ICMPLT,
              IF_ICMPGE,
              IF_ICMPGT,
              IF_ICMPLE,
              IF_ACMPEQ,
              IF_ACMPNE ->
              2;
          default -> 1;
        });
    jump(branch.target(), at);
    if (branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W) {
      now = null;
    }
  }

  private void choose(List<SwitchCase> cases, Label otherwise, Operands at) {
    at.pop(1);
    cases.forEach(one -> jump(one.target(), at));
    jump(otherwise, at);
    now = null;
  }
}
