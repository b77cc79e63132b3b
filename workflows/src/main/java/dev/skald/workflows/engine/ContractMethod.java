package dev.skald.workflows.engine;

import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The method that a method reference means: what Temporal calls it, and what it answers. With its
 * name an undo can be asked for by a run that knows its command from the log only.
 */
record ContractMethod<A>(String activity, Type result) {

  static <S, A> ContractMethod<A> of(Class<S> contract, Consumer<S> call) {
    AtomicReference<@Nullable Method> called = new AtomicReference<>();
    call.accept(
        contract.cast(
            Proxy.newProxyInstance(
                contract.getClassLoader(),
                new Class<?>[] {contract},
                (_, method, _) -> {
                  called.set(method);
                  return null;
                })));
    Method method = called.get();
    if (method == null) {
      throw new IllegalArgumentException(
          "a step must name a method of %s, such as %s::doIt"
              .formatted(contract.getSimpleName(), contract.getSimpleName()));
    }
    return new ContractMethod<>(
        activityName(contract, method.getName()), method.getGenericReturnType());
  }

  /** A method of a contract by its name. */
  static <A> ContractMethod<A> named(Class<?> contract, String method, Class<A> result) {
    return new ContractMethod<>(activityName(contract, method), result);
  }

  /** A method of a contract by its name, whose answer is read as a type with an argument. */
  static <A> ContractMethod<A> named(
      Class<?> contract, String method, Class<?> raw, Class<?> argument) {
    return new ContractMethod<>(activityName(contract, method), new Generic(raw, argument));
  }

  private record Generic(Class<?> raw, Class<?> argument) implements ParameterizedType {

    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {argument};
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return raw.getDeclaringClass();
    }
  }

  /** The record within what comes back. */
  Class<?> argument() {
    return result instanceof ParameterizedType generic
        ? (Class<?>) generic.getActualTypeArguments()[0]
        : (Class<?>) result;
  }

  @SuppressWarnings("unchecked")
  Class<A> raw() {
    Type raw = result instanceof ParameterizedType generic ? generic.getRawType() : result;
    return (Class<A>) raw;
  }

  private static String activityName(Class<?> contract, String method) {
    return POJOActivityInterfaceMetadata.newInstance(contract).getMethodsMetadata().stream()
        .filter(known -> known.getMethod().getName().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no activity %s".formatted(contract.getName(), method)))
        .getActivityTypeName();
  }
}
