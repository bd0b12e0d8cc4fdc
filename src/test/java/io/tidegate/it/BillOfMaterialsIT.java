package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The bill of materials in the EAR, held against what is there. */
final class BillOfMaterialsIT {

  private static final Path EAR = Path.of("target/tidegate.ear");
  private static final String BILL = "META-INF/sbom/tidegate.cdx.json";
  private static final String OWN = "tidegate-broker";

  private static JsonNode bill() throws IOException {
    try (ZipFile ear = new ZipFile(EAR.toFile());
        InputStream in = ear.getInputStream(ear.getEntry(BILL))) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** The jars of the EAR, and of the resource adapter in it, without their ending. */
  private static List<String> jars() throws IOException {
    List<String> jars = new ArrayList<>();
    try (ZipFile ear = new ZipFile(EAR.toFile())) {
      ear.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".jar")).forEach(jars::add);
      byte[] rar = ear.getInputStream(ear.getEntry("artemis.rar")).readAllBytes();
      ZipInputStream inner = new ZipInputStream(new ByteArrayInputStream(rar));
      for (ZipEntry entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
        if (entry.getName().endsWith(".jar")) {
          jars.add(entry.getName());
        }
      }
    }
    return jars.stream().map(name -> name.replaceAll(".*/|\\.jar$", "")).toList();
  }

  @Test
  void namesEachLibraryOfTheArchivesWithItsVersionAndLicence() throws IOException {
    Map<String, JsonNode> components = new TreeMap<>();
    for (JsonNode component : bill().path("components")) {
      String version = component.path("version").asText();
      components.put(component.path("name").asText() + "-" + version, component);
    }
    List<String> jars = jars();
    assertThat(jars).hasSizeGreaterThan(40);
    assertThat(jars)
        .filteredOn(jar -> !jar.equals(OWN))
        .allSatisfy(
            jar ->
                // A jar may have a classifier behind its version.
                assertThat(components.keySet())
                    .as(jar)
                    .anyMatch(name -> jar.equals(name) || jar.startsWith(name + "-")));
    assertThat(components)
        .allSatisfy((name, component) -> assertThat(component.path("licenses")).isNotEmpty());
  }

  @Test
  void isReadByTheUsualTools() throws IOException {
    JsonNode bill = bill();
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.path("metadata").path("component").path("name").asText()).isEqualTo("tidegate");
    assertThat(bill.path("dependencies")).isNotEmpty();
  }
}
