package dev.lehr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What users of Lehr's artifacts get from Maven. */
class BomTest {

  private static final Path HOME = Path.of("..");

  /** The documents, by module; the parent is "". */
  private static Element pom(String module) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(HOME.resolve(module).resolve("pom.xml").toFile())
        .getDocumentElement();
  }

  private static List<Element> children(Element of, String name) {
    List<Element> found = new ArrayList<>();
    for (Node n = of.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && (name.isEmpty() || e.getTagName().equals(name))) {
        found.add(e);
      }
    }
    return found;
  }

  private static String text(Element of, String... path) {
    Element at = of;
    for (String name : path) {
      List<Element> next = children(at, name);
      assertThat(next).as("%s in %s", name, of.getTagName()).isNotEmpty();
      at = next.get(0);
    }
    return at.getTextContent().strip();
  }

  private static List<String> modules() throws Exception {
    return children(children(pom(""), "modules").get(0), "module").stream()
        .map(Element::getTextContent)
        .toList();
  }

  /** Versions by group and artifact. */
  private static Map<String, String> managed(String module) throws Exception {
    Element all =
        children(children(pom(module), "dependencyManagement").get(0), "dependencies").get(0);
    Map<String, String> versions = new LinkedHashMap<>();
    for (Element each : children(all, "dependency")) {
      versions.put(text(each, "groupId") + ":" + text(each, "artifactId"), text(each, "version"));
    }
    return versions;
  }

  @Test
  void theBomManagesEveryArtifactThatIsPublished() throws Exception {
    List<String> published = new ArrayList<>();
    for (String module : modules()) {
      if (!module.equals("bom")) {
        published.add("dev.lehr:" + text(pom(module), "artifactId"));
      }
    }
    assertThat(published).contains("dev.lehr:lehr-worker", "dev.lehr:lehr-testing");
    assertThat(managed("bom").keySet()).containsAll(published);
  }

  @Test
  void theBomHasTheVersionsOfLehrsOwnBuild() throws Exception {
    assertThat(text(pom("bom"), "version")).isEqualTo(text(pom(""), "version"));
    Element ours = children(pom(""), "properties").get(0);
    List<Element> theirs = children(children(pom("bom"), "properties").get(0), "");
    assertThat(theirs).hasSizeGreaterThan(5);
    for (Element each : theirs) {
      assertThat(each.getTextContent())
          .as(each.getTagName())
          .isEqualTo(text(ours, each.getTagName()));
    }
    Map<String, String> managed = managed("");
    managed("bom")
        .forEach(
            (artifact, version) -> {
              if (!artifact.startsWith("dev.lehr:")) {
                assertThat(managed).containsEntry(artifact, version);
              }
            });
  }

  @Test
  void everyArtifactSaysWhatItIsUnderWhichLicenceAndWhichModule() throws Exception {
    List<String> all = new ArrayList<>(modules());
    all.add("");
    for (String module : all) {
      Element pom = pom(module);
      assertThat(text(pom, "name")).as(module).startsWith("Lehr");
      assertThat(text(pom, "description")).as(module).hasSizeGreaterThan(20);
      if (module.isEmpty() || module.equals("bom")) {
        assertThat(text(pom, "licenses", "license", "name")).isEqualTo("Apache-2.0");
      } else {
        assertThat(text(pom, "properties", "automatic.module.name"))
            .isEqualTo("dev.lehr." + module);
      }
    }
  }
}
