package io.tidegate.bench.bare;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What a cache hit is measured against: JAX-RS and nothing else. */
@ApplicationPath("/")
public class BareApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(BareResource.class);
  }
}
