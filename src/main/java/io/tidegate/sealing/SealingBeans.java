package io.tidegate.sealing;

import io.tidegate.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;

/** Wires sealing to the settings, and says once where it is off. */
@ApplicationScoped
public class SealingBeans {

  private static final Logger LOG = System.getLogger(SealingBeans.class.getName());

  @Produces
  @Singleton
  Sealing sealing(Settings settings) {
    Sealing sealing = new Sealing(SealingConfig.from(settings).keys(), new SecureRandom());
    if (!sealing.on()) {
      LOG.log(
          Level.INFO,
          "prompts and answers are stored in clear: tidegate.storage.keys would seal them");
    }
    return sealing;
  }
}
