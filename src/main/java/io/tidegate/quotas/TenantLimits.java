package io.tidegate.quotas;

import io.tidegate.exchange.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All limits of one tenant; immutable but for how they stand.
 *
 * @param whole those of the tenant, or null
 * @param keys those of its keys, by public name
 * @param models those of its models, by name
 */
record TenantLimits(
    SubjectLimits whole, Map<String, SubjectLimits> keys, Map<String, SubjectLimits> models) {

  TenantLimits {
    keys = Map.copyOf(keys);
    models = Map.copyOf(models);
  }

  /** Those that a call by {@code key} has to keep, whatever it asks. */
  List<SubjectLimits> of(KeyId key) {
    SubjectLimits ofKey = keys.get(key.value());
    if (whole == null) {
      return ofKey == null ? List.of() : List.of(ofKey);
    }
    return ofKey == null ? List.of(whole) : List.of(ofKey, whole);
  }

  /** Those that a call by {@code key} for {@code model} has to keep. */
  List<SubjectLimits> of(KeyId key, String model) {
    SubjectLimits ofModel = models.get(model);
    List<SubjectLimits> all = of(key);
    if (ofModel == null) {
      return all;
    }
    List<SubjectLimits> more = new ArrayList<>(all);
    more.add(ofModel);
    return more;
  }
}
