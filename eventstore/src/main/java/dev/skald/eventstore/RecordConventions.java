package dev.skald.eventstore;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * How records are written. One around a single string called {@code value}, such as an id, is that
 * string, so that types can carry meaning without showing in what is stored. Of any other only the
 * components count: a method like {@code isEmpty} is no data.
 */
final class RecordConventions extends NopAnnotationIntrospector {

  private static final long serialVersionUID = 1;
  private static final String COMPONENT = "value";

  @Override
  public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated annotated) {
    boolean component =
        annotated instanceof AnnotatedMethod method
            && method.getName().equals(COMPONENT)
            && isValue(method.getDeclaringClass());
    return component ? Boolean.TRUE : null;
  }

  @Override
  public JsonCreator.@Nullable Mode findCreatorAnnotation(
      MapperConfig<?> config, Annotated annotated) {
    boolean canonical =
        annotated instanceof AnnotatedConstructor constructor
            && constructor.getParameterCount() == 1
            && isValue(constructor.getDeclaringClass());
    return canonical ? JsonCreator.Mode.DELEGATING : null;
  }

  @Override
  public boolean hasIgnoreMarker(MapperConfig<?> config, AnnotatedMember member) {
    return member instanceof AnnotatedMethod method
        && method.getDeclaringClass().isRecord()
        && Arrays.stream(method.getDeclaringClass().getRecordComponents())
            .noneMatch(component -> component.getAccessor().equals(method.getAnnotated()));
  }

  static boolean isValue(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    return components != null
        && components.length == 1
        && components[0].getType() == String.class
        && components[0].getName().equals(COMPONENT);
  }
}
