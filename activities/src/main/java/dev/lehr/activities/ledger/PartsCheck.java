package dev.lehr.activities.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether campaigns are the parts of one, each once. */
final class PartsCheck {

  private final List<CampaignRow> parts;
  private final List<String> names;
  private final List<String> problems = new ArrayList<>();

  PartsCheck(List<CampaignRow> parts, List<String> names) {
    this.parts = parts;
    this.names = names;
  }

  List<String> problems() {
    CampaignRow first = parts.get(0);
    Map<Integer, Integer> found = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      CampaignRow campaign = parts.get(i);
      if (campaign.part().isEmpty()) {
        problems.add(names.get(i) + ": found all of a campaign, expected a part (lehr run --part)");
        continue;
      }
      same(i, first);
      Integer twice = found.putIfAbsent(campaign.part().get().number(), i);
      if (twice != null) {
        problems.add(
            names.get(i)
                + ": found part "
                + campaign.part().get()
                + ", which "
                + names.get(twice)
                + " has as well, expected each part once");
      }
      if (Merge.isStopped(campaign)) {
        problems.add(
            names.get(i)
                + ": part "
                + campaign.part().get()
                + " was cancelled"
                + (campaign.halted().isEmpty() ? "" : ": " + campaign.halted())
                + ", expected one that is done or can go on");
      }
    }
    if (problems.isEmpty()) {
      complete(first.part().orElseThrow().of(), found);
    }
    return problems;
  }

  private void same(int i, CampaignRow first) {
    CampaignRow campaign = parts.get(i);
    int of = campaign.part().orElseThrow().of();
    if (!campaign.definitionDigest().equals(first.definitionDigest())) {
      problems.add(
          names.get(i) + ": its campaign file was another one than " + names.get(0) + "'s");
    }
    if (!campaign.modelDigest().equals(first.modelDigest())) {
      problems.add(names.get(i) + ": its model was another one than " + names.get(0) + "'s");
    }
    if (first.part().isPresent() && of != first.part().get().of()) {
      problems.add(
          names.get(i)
              + ": found a part of "
              + of
              + ", expected one of "
              + first.part().get().of()
              + ", as "
              + names.get(0)
              + " is");
    }
  }

  /** Parts of the same structures differ by one in size at most, the larger ones first. */
  private void complete(int of, Map<Integer, Integer> found) {
    for (int number = 1; number <= of; number++) {
      if (!found.containsKey(number)) {
        problems.add("part " + number + "/" + of + " is missing");
      }
    }
    if (!problems.isEmpty()) {
      return;
    }
    long all = parts.stream().mapToLong(CampaignRow::structures).sum();
    found.forEach(
        (number, i) -> {
          long expected = (all - number) / of + 1;
          if (parts.get(i).structures() != expected) {
            problems.add(
                names.get(i)
                    + ": found "
                    + parts.get(i).structures()
                    + " structures, expected "
                    + expected
                    + " of "
                    + all
                    + ": the parts were not made of the same structures");
          }
        });
  }
}
