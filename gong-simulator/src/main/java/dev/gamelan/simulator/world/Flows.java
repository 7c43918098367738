package dev.gamelan.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All flows, their folders, who is in them, and the assignments under way. */
public final class Flows {
  private final List<Flow.Folder> folders;
  private final List<Flow> all;
  private final Map<String, Flow.Instance> instances = new LinkedHashMap<>();
  private final Map<String, BulkAssignment> bulks = new HashMap<>();

  Flows(List<Flow.Folder> folders, List<Flow> all) {
    this.folders = List.copyOf(folders);
    this.all = List.copyOf(all);
  }

  public List<Flow.Folder> folders() {
    return folders;
  }

  public List<Flow> all() {
    return all;
  }

  public Optional<Flow> find(String id) {
    return all.stream().filter(flow -> flow.id().equals(id)).findFirst();
  }

  public List<Flow.Instance> instances() {
    return new ArrayList<>(instances.values());
  }

  public Optional<Flow.Instance> instance(String id) {
    return Optional.ofNullable(instances.get(id));
  }

  public void put(Flow.Instance instance) {
    instances.put(instance.flowInstanceId(), instance);
  }

  public void remove(Flow.Instance instance) {
    instances.remove(instance.flowInstanceId());
  }

  public Optional<BulkAssignment> bulk(String id) {
    return Optional.ofNullable(bulks.get(id));
  }

  public void put(BulkAssignment bulk) {
    bulks.put(bulk.id(), bulk);
  }
}
