package io.tidegate.api.entry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names what a resource is for beside calls, which a key's scope may leave out. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeyArea {

  /** One of the operations that scopes name. */
  String value();
}
