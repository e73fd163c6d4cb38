package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.djl.TorchDevice;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The models of a run, by campaign and device. Campaigns with the same model share it, and a model
 * that runs on the host is there once for all devices.
 */
final class LoadedModels {

  private static final String HOST = "host";

  private record Place(String digest, String device) {}

  private final Workers threads;
  private final List<String> devices;
  private final UnaryOperator<Model> around;
  private final Map<Place, Model> models = new LinkedHashMap<>();
  private final Map<Long, Map<String, Model>> ofCampaigns = new HashMap<>();
  private List<String> used;
  private @Nullable Path root;

  /**
   * Without models.
   *
   * @param devices auto, or the devices to use
   * @param around goes around each model
   */
  LoadedModels(Workers threads, List<String> devices, UnaryOperator<Model> around) {
    this.threads = threads;
    this.around = around;
    this.devices = devices;
    this.used = devices;
  }

  /**
   * Models that are loaded when a campaign first needs them.
   *
   * @param root what paths in campaigns are relative to
   * @param around goes around each model
   */
  static LoadedModels onDemand(
      Workers threads, List<String> devices, Path root, UnaryOperator<Model> around) {
    LoadedModels models = new LoadedModels(threads, devices, around);
    models.root = root;
    return models;
  }

  /**
   * Loads what a campaign needs.
   *
   * @param base directory of the campaign file
   * @throws BadInputException where the model is not the one that the campaign was taken in with
   */
  synchronized void load(CampaignRow campaign, Path base) {
    Blueprint blueprint = Blueprint.of(campaign);
    Map<String, Model> byDevice = new HashMap<>();
    for (String device : devices) {
      byDevice.put(device, shared(campaign, blueprint.model(threads, base, device)));
    }
    boolean onDevices = byDevice.values().stream().anyMatch(m -> !m.placement().equals(HOST));
    if (devices.equals(List.of(TorchDevice.AUTO)) && onDevices) {
      used = TorchDevice.all();
      for (String device : used) {
        byDevice.put(device, shared(campaign, blueprint.model(threads, base, device)));
      }
    }
    ofCampaigns.put(campaign.id(), byDevice);
  }

  private Model shared(CampaignRow campaign, Model model) {
    if (!model.digest().equals(campaign.modelDigest())) {
      throw new BadInputException(
          campaign.name() + " cannot go on",
          List.of("the model is not the one that it began with: a file of it has changed"));
    }
    Place place = new Place(model.digest(), model.placement());
    return models.computeIfAbsent(place, p -> around.apply(model));
  }

  /** The devices to run on. */
  List<String> devices() {
    return used;
  }

  /** A campaign's model on a device. */
  synchronized Model of(CampaignRow campaign, String device) {
    if (root != null && !ofCampaigns.containsKey(campaign.id())) {
      load(campaign, root);
    }
    Map<String, Model> byDevice = ofCampaigns.getOrDefault(campaign.id(), Map.of());
    Model model = byDevice.getOrDefault(device, byDevice.get(devices.get(0)));
    if (model == null) {
      throw new IllegalStateException("no model was loaded for " + campaign.name());
    }
    return model;
  }

  /** What a campaign's model says of itself. */
  ModelIdentity identity(CampaignRow campaign) {
    return ModelIdentity.of(of(campaign, devices.get(0)));
  }

  /** What there is to say of them after a run. */
  List<String> remarks() {
    List<String> all = new ArrayList<>();
    models.values().forEach(model -> all.addAll(model.remarks()));
    return all;
  }
}
