package io.tidegate.api.admin;

import java.util.List;

/**
 * Experiments as administrators see them.
 *
 * @param object always {@code list}
 * @param data the one that runs and the last ones, the youngest first
 */
public record ExperimentListJson(String object, List<ExperimentJson> data) {}
