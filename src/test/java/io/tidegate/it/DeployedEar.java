package io.tidegate.it;

import java.io.File;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** The one deployment of all integration tests. */
@ArquillianTest
abstract class DeployedEar {

  static final URI SERVER = URI.create("http://127.0.0.1:9180");

  @Deployment(testable = false)
  public static EnterpriseArchive ear() {
    File built = new File(System.getProperty("tidegate.ear"));
    return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, built);
  }
}
