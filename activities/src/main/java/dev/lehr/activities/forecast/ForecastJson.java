package dev.lehr.activities.forecast;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A forecast for programs: the same as the text says. */
public final class ForecastJson {

  private ForecastJson() {}

  /** A JSON object; what is not known is null. */
  public static ObjectNode of(Forecast f) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", f.name()).put("model", f.model()).put("structures", f.structures());
    f.rejections().forEach(node.putArray("set_aside")::add);
    ObjectNode run = node.putObject("run");
    run.put("does", f.run().kind().name().toLowerCase(Locale.ROOT));
    run.put("meaning", f.run().kind().meaning());
    f.run().differences().forEach(run.putArray("differences")::add);
    f.stages().forEach(s -> node.withArray("stages").add(stage(s)));
    number(node, "seconds", f.seconds());
    node.put("seconds_of_all_stages", f.isCostComplete());
    ObjectNode past = node.putObject("past");
    past.put("campaigns", f.past().campaigns());
    number(past, "microseconds_per_atom_evaluation", f.past().microsecondsPerAtomEvaluation());
    number(past, "steps_per_relaxation", f.past().stepsPerRelaxation());
    return node;
  }

  private static ObjectNode stage(StageForecast s) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", s.id()).put("kind", s.kind()).put("phase", s.phase());
    s.after().forEach(node.putArray("after")::add);
    if (!s.when().isEmpty()) {
      node.put("when", s.when());
    }
    node.put("shape", s.shape().name().toLowerCase(Locale.ROOT));
    ObjectNode counts = node.putObject("structures");
    counts.put("done", s.counts().done()).put("remembered", s.counts().remembered());
    counts.put("decided", s.counts().decided()).put("compute", s.counts().compute());
    counts.put("perhaps", s.counts().perhaps()).put("stopped", s.counts().stopped());
    counts.put("open_ended", s.openEnded());
    new TreeMap<>(s.ends()).forEach(node.putObject("ends")::put);
    ObjectNode evaluations = node.putObject("evaluations");
    evaluations.put("certain", s.evaluations().certain());
    evaluations.put("perhaps", s.evaluations().perhaps());
    evaluations.put("estimated", s.evaluations().about());
    number(node, "steps_per_relaxation", s.stepsEach());
    number(node, "seconds", s.seconds());
    return node;
  }

  private static void number(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    } else {
      node.putNull(key);
    }
  }
}
