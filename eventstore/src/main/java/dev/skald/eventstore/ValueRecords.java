package dev.skald.eventstore;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Writes a record around one string called {@code value}, such as an id, as that string, so that
 * types can carry meaning without showing in what is stored.
 */
final class ValueRecords extends NopAnnotationIntrospector {

  private static final long serialVersionUID = 1;
  private static final String COMPONENT = "value";

  @Override
  public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated annotated) {
    boolean component =
        annotated instanceof AnnotatedMethod method
            && method.getName().equals(COMPONENT)
            && isValueRecord(method.getDeclaringClass());
    return component ? Boolean.TRUE : null;
  }

  @Override
  public JsonCreator.@Nullable Mode findCreatorAnnotation(
      MapperConfig<?> config, Annotated annotated) {
    boolean canonical =
        annotated instanceof AnnotatedConstructor constructor
            && constructor.getParameterCount() == 1
            && isValueRecord(constructor.getDeclaringClass());
    return canonical ? JsonCreator.Mode.DELEGATING : null;
  }

  private static boolean isValueRecord(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    return components != null
        && components.length == 1
        && components[0].getType() == String.class
        && components[0].getName().equals(COMPONENT);
  }
}
