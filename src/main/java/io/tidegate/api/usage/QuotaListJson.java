package io.tidegate.api.usage;

import java.util.List;

/** All limits. */
public record QuotaListJson(String object, List<QuotaJson> data) {}
