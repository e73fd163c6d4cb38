package dev.lehr.activities.reports.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lehr.activities.citations.Citations;
import dev.lehr.activities.citations.Citations.Cited;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.activities.reports.data.Failure;
import java.io.IOException;
import java.util.List;

/** What did not come through, where the numbers come from, and what to cite. */
final class Background {

  /** What a cell is, for narrow screens, where a row becomes a block. */
  private static final String LABEL = "data-label";

  private static final String STAGE = "stage";
  private static final String STATUS = "status";
  private static final String REASON = "reason";
  private static final String MANY = "structures";
  private static final String EXAMPLES = "for example";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ReportData data;
  private final Markup m;

  Background(ReportData data, Markup m) {
    this.data = data;
    this.m = m;
  }

  void write() throws IOException {
    if (Opening.has(data, "failures")) {
      failures();
    }
    provenance();
    citations();
  }

  private void failures() throws IOException {
    m.open("section", "id", "failures").element("h2", "What did not come through");
    m.element("p", "By stage and reason, most frequent first, with examples.", "class", "hint");
    m.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Failures");
    m.open("table", "class", "blocks").open("thead").open("tr");
    for (String title : List.of(STAGE, STATUS, REASON)) {
      m.element("th", title, "scope", "col");
    }
    m.element("th", MANY, "scope", "col", "class", "num");
    m.element("th", EXAMPLES, "scope", "col").close("tr").close("thead").open("tbody");
    for (Failure f : data.overview().failures()) {
      m.open("tr");
      m.element("td", f.stage(), LABEL, STAGE).element("td", f.status(), LABEL, STATUS);
      m.element("td", f.reason(), LABEL, REASON);
      m.element("td", Shown.count(f.count()), "class", "num", LABEL, MANY);
      m.open("td", "class", "wrap", LABEL, EXAMPLES);
      for (Failure.Example example : f.examples()) {
        m.open("div").element("code", example.id());
        m.text(example.detail().isEmpty() ? "" : " " + example.detail()).close("div");
      }
      m.close("td").close("tr");
    }
    m.close("tbody").close("table").close("div").close("section");
  }

  private void provenance() throws IOException {
    CampaignRow c = data.campaign();
    m.open("section", "id", "provenance").element("h2", "Provenance");
    m.open("dl", "class", "facts");
    fact("Lehr", data.version());
    fact("campaign", c.name() + ", revision " + c.revision());
    fact("taken in", Shown.time(c.createdAt()));
    fact("last result", data.overview().last().map(Shown::time).orElse(""));
    fact("model", data.modelName());
    code("model digest", c.modelDigest());
    fact("published", data.model().source());
    code("definition digest", c.definitionDigest());
    device();
    m.close("dl").open("details").element("summary", "Definition, with every default filled in");
    m.open("pre", "id", "definition", "tabindex", "0").element("code", definition());
    m.close("pre").close("details").close("section");
  }

  private void device() throws IOException {
    SliceStats s = data.slices();
    if (s.steps() == 0) {
      return;
    }
    fact("steps", Shown.count(s.steps()) + ", atoms times steps " + Shown.count(s.atomSteps()));
    fact("device busy", s.waste().busy() > 0 ? Shown.duration(s.waste().busy()) : "");
    String lost = s.waste().shown();
    fact("occupied", Shown.percent(s.occupancy()) + (lost.isEmpty() ? "" : "; lost: " + lost));
  }

  private void fact(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      m.element("dt", name).element("dd", value);
    }
  }

  private void code(String name, String value) throws IOException {
    m.element("dt", name).open("dd").element("code", value).close("dd");
  }

  private String definition() {
    try {
      return JSON.writeValueAsString(data.definition());
    } catch (JsonProcessingException e) {
      return data.campaign().definition();
    }
  }

  private void citations() throws IOException {
    m.open("section", "id", "citations").element("h2", "Citations");
    m.element(
        "p", "What this campaign rests on; references.bib beside this file.", "class", "hint");
    for (Citations.Part part : Citations.Part.values()) {
      List<Cited> cited = data.citations().cited().stream().filter(c -> c.part() == part).toList();
      if (!cited.isEmpty()) {
        m.element("h3", part.title()).open("ol", "class", "refs");
        for (Cited c : cited) {
          reference(c);
        }
        m.close("ol");
      }
    }
    for (String remark : data.citations().remarks()) {
      m.element("p", remark, "class", "hint");
    }
    m.open("details").element("summary", "BibTeX").open("pre", "tabindex", "0");
    m.element("code", data.citations().bibtex()).close("pre").close("details").close("section");
  }

  private void reference(Cited c) throws IOException {
    m.open("li").text(c.reference().text());
    m.text(c.reference().doi().map(doi -> ", doi:" + doi).orElse(""));
    m.element("span", " \u2013 " + c.reason(), "class", "hint").close("li");
  }
}
